/** The server was reached and refused, or could not be reached at all. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** `null` where there was no answer. */
  readonly status: number | null

  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
  }
}

export function getJson<Answer>(path: string, signal: unknown): Promise<Answer> {
  return request(path, { signal: signal as AbortSignal }) // in a browser it is one
}

export function sendJson<Answer>(method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return request(path, { method, ...content })
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (isAbort(error)) throw error
    throw new RequestError('The server does not answer.', null)
  })
  if (!response.ok) throw new RequestError(`The server answered ${response.status}.`, response.status)
  return (await response.json()) as Answer // our own server's
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
