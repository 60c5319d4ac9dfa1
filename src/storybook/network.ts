import type { Duration } from 'cachetta'
import { InvalidOptionError, parseDuration } from 'cachetta'

/** How the network of a story behaves. */
export interface NetworkState {
  /** How long each request takes. With `Infinity` it waits until `answer` or `fail` is called. @default 0 */
  readonly latency: Duration
  /** Requests fail: `true` with an error of this package, else with this message or this error. @default false */
  readonly failure: boolean | string | Error
  /** There is no network: requests fail at once, also those that wait, and hooks see that they are offline. @default false */
  readonly offline: boolean
}

/** A request that has no answer yet. */
export interface WaitingRequest {
  /** The key of the hook, or what the story passed to `send`. */
  readonly key: unknown
  /** Lets the request reach the server now, whatever the state of the network. */
  answer(): void
  /** Fails the request with this error. @default the error of `failure` */
  fail(error?: unknown): void
}

/** The network of one story: what hooks fetch and mutations send goes over it. */
export interface StoryNetwork {
  /** Returns the state. It is the same object until the state changes. */
  getState(): NetworkState
  /**
   * Changes the state. Requests that wait follow it.
   * @throws {InvalidOptionError} when `latency` is no duration.
   */
  setState(change: Partial<NetworkState>): void
  /** Returns the requests that wait, the oldest first. It is the same list until one comes or ends. */
  getRequests(): readonly WaitingRequest[]
  /**
   * Sends a request: waits for `latency`, then calls `respond`, unless the network fails. Rejects with the reason of `signal` when
   * that aborts. Use it for what no hook fetches: a cached function, `prefetch`, a handler of Mock Service Worker.
   */
  send<Data>(key: unknown, respond: () => Data | Promise<Data>, signal?: AbortSignal): Promise<Data>
  /** Calls `listener` after each change of the state and of the list of requests. Returns a function that stops it. */
  subscribe(listener: () => void): () => void
}

/** Creates the network of a story. Throws `InvalidOptionError` for a wrong state. */
export function createNetwork(initial: NetworkState): StoryNetwork {
  const listeners = new Set<() => void>()
  const waiting = new Set<OpenRequest>()
  let state = mergeState(initial, {})
  let requests: readonly WaitingRequest[] = []

  const publish = () => {
    for (const listener of [...listeners]) listener()
  }
  const updateRequests = () => {
    requests = [...waiting]
    publish()
  }

  return {
    getState: () => state,
    setState(change) {
      const next = mergeState(state, change)
      if (isSameState(state, next)) return
      state = next
      for (const request of [...waiting]) request.follow(state)
      publish()
    },
    getRequests: () => requests,
    send<Data>(key: unknown, respond: () => Data | Promise<Data>, signal?: AbortSignal) {
      return new Promise<Data>((resolve, reject) => {
        const answer = () => resolve(callAsync(respond))
        const onEnd = (ended: OpenRequest) => void (waiting.delete(ended) && updateRequests())
        const request = new OpenRequest(key, { answer, fail: reject, onEnd, getState: () => state, signal })
        request.follow(state)
        if (request.hasEnded) return
        waiting.add(request)
        updateRequests()
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

interface RequestParts {
  readonly answer: () => void
  readonly fail: (error: unknown) => void
  readonly onEnd: (request: OpenRequest) => void
  readonly getState: () => NetworkState
  readonly signal: AbortSignal | undefined
}

/** Timers of browsers hold 31 bits. A request that takes longer waits until it is answered. */
const MAX_TIMEOUT = 2 ** 31 - 1

class OpenRequest implements WaitingRequest {
  readonly key: unknown
  hasEnded = false
  readonly #parts: RequestParts
  readonly #startedAt = performance.now()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(key: unknown, parts: RequestParts) {
    this.key = key
    this.#parts = parts
    parts.signal?.addEventListener('abort', this.#onAbort)
    if (parts.signal?.aborted) this.#onAbort()
  }

  /** Ends the request, or sets its timer, as the state of the network demands. */
  follow(state: NetworkState): void {
    clearTimeout(this.#timer)
    if (state.offline) {
      this.fail(new TypeError('Failed to fetch: the story is offline'))
      return
    }
    const rest = parseDuration(state.latency, 'latency') - (performance.now() - this.#startedAt)
    if (rest <= 0) this.#arrive()
    else if (rest <= MAX_TIMEOUT) this.#timer = setTimeout(() => this.#arrive(), rest)
  }

  answer(): void {
    this.#end(this.#parts.answer)
  }

  fail(error: unknown = createError(this.#parts.getState())): void {
    this.#end(() => this.#parts.fail(error))
  }

  /** The request reaches the server, or a network that fails. */
  #arrive(): void {
    if (this.#parts.getState().failure) this.fail()
    else this.answer()
  }

  #onAbort = (): void => {
    const { signal, fail } = this.#parts
    this.#end(() => fail(signal?.reason))
  }

  #end(settle: () => void): void {
    if (this.hasEnded) return
    this.hasEnded = true
    clearTimeout(this.#timer)
    const { onEnd, signal } = this.#parts
    signal?.removeEventListener('abort', this.#onAbort)
    settle()
    onEnd(this)
  }
}

async function callAsync<Data>(respond: () => Data | Promise<Data>): Promise<Data> {
  return respond()
}

function createError({ failure }: NetworkState): Error {
  if (failure instanceof Error) return failure
  return new Error(typeof failure === 'string' && failure !== '' ? failure : 'The network of the story fails')
}

/** `undefined` changes nothing. */
function mergeState(state: NetworkState, change: Partial<NetworkState>): NetworkState {
  const merged = {
    latency: change.latency ?? state.latency,
    failure: change.failure ?? state.failure,
    offline: change.offline ?? state.offline,
  }
  parseDuration(merged.latency, 'latency')
  if (typeof merged.offline !== 'boolean') throw new InvalidOptionError('offline: accepted is true or false')
  return merged
}

function isSameState(one: NetworkState, other: NetworkState): boolean {
  return one.latency === other.latency && one.failure === other.failure && one.offline === other.offline
}
