import { mutateEntry } from '../../engine/change/mutate.ts'
import type { Engine } from '../../engine/engine.ts'
import { showError } from '../../engine/memory/memories.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { listen } from '../../engine/slot/listen.ts'
import { isThenable } from '../../engine/thenable.ts'
import { reportTrouble } from '../../engine/trouble.ts'
import { addressText } from '../../key/address.ts'
import type { RegisteredError } from '../config/register.ts'

/** What a source calls when it has data or an error. */
export interface Sink<Data, Error = RegisteredError> {
  /** Sets the data. A function gets the data before, and returns the new data. */
  next(error: null | undefined, data: Data | ((previous: Data | undefined) => Data)): void
  /** Shows an error, and keeps the data. */
  next(error: Error): void
}

/** Opens a stream for a key. Returns a function that closes it. */
export type Source<Data, K, Error = RegisteredError> = (key: K, sink: Sink<Data, Error>) => () => void

/** A source for keys and data that are not known to the types. */
export type AnySource = Source<unknown, unknown, unknown>

interface OpenStream {
  users: number
  readonly close: () => void
}

const streams = new WeakMap<Engine, Map<string, OpenStream>>()

/**
 * Joins the open stream of an entry, or opens one. Returns a function that leaves it. The last user to leave closes it at once:
 * sources may share a connection, so the source of an old key is closed before the source of the new key opens.
 *
 *     commit   |--cleanup: all that leave--|--effects: all that join--|      a component that moves opens its source again
 */
export function joinStream(request: KeyRequest, source: AnySource): () => void {
  const { engine } = request.handle
  const streamsOfEngine = streams.get(engine) ?? new Map<string, OpenStream>()
  streams.set(engine, streamsOfEngine)
  const stream = streamsOfEngine.get(request.id) ?? { users: 0, close: openStream(request, source) }
  streamsOfEngine.set(request.id, stream)
  stream.users += 1
  return () => {
    stream.users -= 1
    if (stream.users > 0) return
    streamsOfEngine.delete(request.id)
    stream.close()
  }
}

/** Data takes the way of a mutation: to memory, to the store, to other tabs. An error that the source throws is one that it sends. */
function openStream(request: KeyRequest, source: AnySource): () => void {
  const { engine } = request.handle
  let latest: object | undefined = {} // the message that counts; undefined once the stream is closed
  const stopListening = listen(engine, request, () => undefined)
  const onError = (error: unknown) => {
    if (!latest) return
    const own = {}
    latest = own
    const show = () => latest === own && showError(engine, request.id, error)
    // Data that arrives from the store would replace the error, so the hooks read it first.
    void restoreEntry(engine, request).then(() => engine.clock.after(0, show))
  }
  const next = (error: unknown, data?: unknown) => {
    if (!latest) return
    if (error !== undefined && error !== null) return onError(error)
    latest = {}
    mutateEntry(engine, request, [data, false]).catch(onError)
  }
  const close = openSource(request, () => source(request.key, { next }), onError)
  return () => {
    latest = undefined
    stopListening()
    try {
      close?.()
    } catch (error) {
      warn(request, 'threw while it closed', error)
    }
  }
}

/** Returns the function that closes the source, `undefined` if the source threw or returned none. */
function openSource(
  request: KeyRequest,
  open: () => unknown,
  onError: (error: unknown) => void,
): (() => void) | undefined {
  try {
    const close = open()
    if (typeof close === 'function') return close as () => void // its type is that of `Source`
    if (isThenable(close)) close.then(undefined, onError)
    warn(request, 'returned no function, so it stays open; return a function that closes it')
  } catch (error) {
    onError(error)
  }
  return undefined
}

function warn({ address, handle, id }: KeyRequest, trouble: string, ...error: [] | [error: unknown]): void {
  reportTrouble(handle.engine, ['source', id], `the source of ${addressText(address)} ${trouble}`, ...error)
}
