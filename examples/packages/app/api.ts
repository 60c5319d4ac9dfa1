/** The server responded with an error, or did not respond. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** `null` if there was no response. */
  readonly status: number | null
  /** The outbox recognises a request without a response by this code, and sends it again. */
  readonly code: 'ERR_NETWORK' | undefined

  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
    this.code = status === null ? 'ERR_NETWORK' : undefined
  }
}

export function getJson<Data>(path: string, signal: unknown): Promise<Data> {
  return request(path, { signal: signal as AbortSignal }) // a browser passes an AbortSignal
}

interface Sent {
  /** The same for each attempt: the server does once what arrives more than once. */
  readonly id: string
  readonly signal: unknown
  readonly body?: unknown
}

export function sendJson<Data>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  { body, id, signal }: Sent,
): Promise<Data> {
  const headers = { 'idempotency-key': id, ...(body !== undefined && { 'content-type': 'application/json' }) }
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  return request(path, { method, headers, signal: signal as AbortSignal, ...content }) // a browser passes an AbortSignal
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
