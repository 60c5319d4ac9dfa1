// The network of the stories: a request waits until a button, or a story's `play`, says what becomes of it. So a state that is
// over in a moment elsewhere stays to be looked at, and no test depends on how fast the machine is.

export interface Request {
  readonly id: number
  /** `GET /books/1` */
  readonly title: string
  readonly outcome: 'waiting' | 'answered' | 'failed' | 'aborted'
}

export interface Network {
  /** `reply` is what the server does when it is allowed to answer; it may take the `signal` of whoever asks. */
  send<Data>(title: string, reply: () => Data, signal?: AbortSignal): Promise<Data>
  answer(id: number): void
  fail(id: number): void
  /** Offline, what waits is lost, and what is sent fails at once. */
  setOnline(isOnline: boolean): void
  readonly isOnline: () => boolean
  readonly onReconnect: (callback: () => void) => () => void
  /** Loses what waits, as a page does that is left. */
  readonly hangUp: () => void
  readonly subscribe: (tell: () => void) => () => void
  /** All requests, the oldest first: another array whenever one changes. */
  readonly requests: () => readonly Request[]
}

interface Waiting {
  readonly answer: () => void
  readonly fail: (reason: string) => void
}

export function createNetwork(): Network {
  const events = new EventTarget()
  const waiting = new Map<number, Waiting>()
  let requests: readonly Request[] = []
  let isOnline = true

  const tell = () => events.dispatchEvent(new Event('change'))
  const settle = (id: number, outcome: Request['outcome']) => {
    waiting.delete(id)
    requests = requests.map((request) => (request.id === id ? { ...request, outcome } : request))
    tell()
  }
  const failAll = (reason: string) => {
    for (const { fail } of [...waiting.values()]) fail(reason)
  }

  return {
    send(title, reply, signal) {
      const id = requests.length + 1
      requests = [...requests, { id, title, outcome: 'waiting' }]
      return new Promise((resolve, reject) => {
        const fail = (reason: string, outcome: Request['outcome'] = 'failed') => {
          settle(id, outcome)
          reject(new Error(reason))
        }
        const answer = () => {
          settle(id, 'answered')
          resolve(reply())
        }
        waiting.set(id, { answer, fail })
        signal?.addEventListener('abort', () => waiting.has(id) && fail('nobody waits for it', 'aborted'))
        if (isOnline) tell()
        else fail('no network')
      })
    },
    answer: (id) => waiting.get(id)?.answer(),
    fail: (id) => waiting.get(id)?.fail('server failed'),
    setOnline(next) {
      isOnline = next
      if (isOnline) events.dispatchEvent(new Event('online'))
      else failAll('no network')
      tell()
    },
    isOnline: () => isOnline,
    onReconnect: (callback) => listen(events, 'online', callback),
    hangUp: () => failAll('the page was left'),
    subscribe: (callback) => listen(events, 'change', callback),
    requests: () => requests,
  }
}

function listen(events: EventTarget, type: string, callback: () => void): () => void {
  events.addEventListener(type, callback)
  return () => events.removeEventListener(type, callback)
}
