// The network of the stories. A request waits until a button or the `play` function of a story answers it or fails it. So a
// short state stays visible, and no test depends on the speed of the machine.

export interface Request {
  readonly id: number
  /** `GET /books/1` */
  readonly title: string
  readonly outcome: 'waiting' | 'answered' | 'failed' | 'aborted'
}

export interface Network {
  /** Sends a request. `createResponse` runs on the server when the request is answered. `signal` aborts the request. */
  send<Data>(title: string, createResponse: () => Data, signal?: AbortSignal): Promise<Data>
  answer(id: number): void
  fail(id: number): void
  /** Going offline fails the waiting requests. A request that is sent offline fails at once. */
  setOnline(isOnline: boolean): void
  readonly isOnline: () => boolean
  readonly onReconnect: (listener: () => void) => () => void
  /** Fails the waiting requests, as a browser does when a page closes. */
  readonly close: () => void
  readonly subscribe: (listener: () => void) => () => void
  /** All requests, the oldest first. Returns a new array after each change. */
  readonly requests: () => readonly Request[]
}

interface WaitingRequest {
  readonly answer: () => void
  readonly fail: (reason: string) => void
}

export function createNetwork(): Network {
  const events = new EventTarget()
  const waiting = new Map<number, WaitingRequest>()
  let requests: readonly Request[] = []
  let isOnline = true

  const publish = () => events.dispatchEvent(new Event('change'))
  const settle = (id: number, outcome: Request['outcome']) => {
    waiting.delete(id)
    requests = requests.map((request) => (request.id === id ? { ...request, outcome } : request))
    publish()
  }
  const failAll = (reason: string) => {
    for (const { fail } of [...waiting.values()]) fail(reason)
  }

  return {
    send(title, createResponse, signal) {
      const id = requests.length + 1
      requests = [...requests, { id, title, outcome: 'waiting' }]
      return new Promise((resolve, reject) => {
        const fail = (reason: string, outcome: Request['outcome'] = 'failed') => {
          settle(id, outcome)
          reject(new Error(reason))
        }
        const answer = () => {
          settle(id, 'answered')
          resolve(createResponse())
        }
        waiting.set(id, { answer, fail })
        signal?.addEventListener('abort', () => waiting.has(id) && fail('request aborted', 'aborted'))
        if (isOnline) publish()
        else fail('offline')
      })
    },
    answer: (id) => waiting.get(id)?.answer(),
    fail: (id) => waiting.get(id)?.fail('server failed'),
    setOnline(next) {
      isOnline = next
      if (isOnline) events.dispatchEvent(new Event('online'))
      else failAll('offline')
      publish()
    },
    isOnline: () => isOnline,
    onReconnect: (listener) => addListener(events, 'online', listener),
    close: () => failAll('page closed'),
    subscribe: (listener) => addListener(events, 'change', listener),
    requests: () => requests,
  }
}

function addListener(events: EventTarget, type: string, listener: () => void): () => void {
  events.addEventListener(type, listener)
  return () => events.removeEventListener(type, listener)
}
