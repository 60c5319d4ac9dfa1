import { mutateEntry } from '../../engine/change/mutate.ts'
import type { Engine } from '../../engine/engine.ts'
import { showError } from '../../engine/memory/memories.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { listen } from '../../engine/slot/listen.ts'

/** What a source calls when it has data or an error. */
export interface Sink<Data> {
  /** Sets the data. A function gets the data before, and returns the new data. */
  next(error: null | undefined, data: Data | ((previous: Data | undefined) => Data)): void
  /** Shows an error, and keeps the data. */
  next(error: unknown): void
}

/** Opens a stream for a key. Returns a function that closes it. */
export type Source<Data, K> = (key: K, sink: Sink<Data>) => () => void

interface OpenStream {
  users: number
  readonly close: () => void
}

const streams = new WeakMap<Engine, Map<string, OpenStream>>()

/** Joins the open stream of an entry, or opens one. Returns a function that leaves it. The last user to leave closes it. */
export function joinStream(request: KeyRequest, source: Source<unknown, unknown>): () => void {
  const { engine } = request.handle
  const streamsOfEngine = streams.get(engine) ?? new Map<string, OpenStream>()
  streams.set(engine, streamsOfEngine)
  const stream = streamsOfEngine.get(request.id) ?? { users: 0, close: openStream(request, source) }
  streamsOfEngine.set(request.id, stream)
  stream.users += 1
  return () => {
    // A component that is mounted twice, or moved, returns at once.
    engine.clock.after(0, () => {
      stream.users -= 1
      if (stream.users > 0) return
      streamsOfEngine.delete(request.id)
      stream.close()
    })
  }
}

/** Data takes the way of a mutation: to memory, to the store, to other tabs. */
function openStream(request: KeyRequest, source: Source<unknown, unknown>): () => void {
  const { engine } = request.handle
  let isOpen = true
  const stopListening = listen(engine, request, () => undefined)
  const onError = (error: unknown) => showError(engine, request.id, error)
  const next = (error: unknown, data?: unknown) => {
    if (!isOpen) return
    if (error !== undefined && error !== null) onError(error)
    else mutateEntry(engine, request, [data, false]).catch(onError)
  }
  const close = source(request.key, { next })
  return () => {
    isOpen = false
    stopListening()
    close()
  }
}
