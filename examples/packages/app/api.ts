/** The server responded with an error, or did not respond. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** `null` if there was no response. */
  readonly status: number | null

  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
  }
}

export function getJson<Data>(path: string, signal: unknown): Promise<Data> {
  return request(path, { signal: signal as AbortSignal }) // a browser passes an AbortSignal
}

export function sendJson<Data>(method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Data> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return request(path, { method, ...content })
}

async function request<Data>(path: string, init: RequestInit): Promise<Data> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (isAbortError(error)) throw error
    throw new RequestError('The server did not respond.', null)
  })
  if (!response.ok) throw new RequestError(`The server responded with status ${response.status}.`, response.status)
  return (await response.json()) as Data // our own server sends it
}

function isAbortError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
