import { mutateEntry } from '../../engine/change/mutate.ts'
import type { Engine } from '../../engine/engine.ts'
import { setError } from '../../engine/memory/memories.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { listen } from '../../engine/slot/listen.ts'
import { notifyListeners } from '../../engine/slot/slot.ts'

/** What a source calls: with data, or what makes it of the data before; or with an error, which leaves the data as it is. */
export interface Sink<Data> {
  next(error: null | undefined, data: Data | ((before: Data | undefined) => Data)): void
  next(error: unknown): void
}

/** Opens a stream and returns how to close it. */
export type Source<Data, K> = (key: K, sink: Sink<Data>) => () => void

interface OpenStream {
  users: number
  readonly close: () => void
}

const streams = new WeakMap<Engine, Map<string, OpenStream>>()

/** Opens the source of an entry, or joins the one that is open. Returns how to leave it; the last to leave closes it. */
export function joinStream(request: KeyRequest, source: Source<unknown, unknown>): () => void {
  const { engine } = request.handle
  const known = streams.get(engine) ?? new Map<string, OpenStream>()
  streams.set(engine, known)
  const open = known.get(request.id) ?? { users: 0, close: openStream(request, source) }
  known.set(request.id, open)
  open.users += 1
  return () => {
    // A component that is mounted twice, or moved, comes back at once.
    engine.clock.after(0, () => {
      open.users -= 1
      if (open.users > 0) return
      known.delete(request.id)
      open.close()
    })
  }
}

/** What is sent goes the way of every mutation: to memory, to the store, to other tabs. */
function openStream(request: KeyRequest, source: Source<unknown, unknown>): () => void {
  const { engine } = request.handle
  let isOpen = true
  const stop = listen(engine, request, () => undefined)
  const fail = (error: unknown) => {
    setError(engine, request.id, error)
    notifyListeners(engine.slots.get(request.id), 'flight')
  }
  const next = (error: unknown, data?: unknown) => {
    if (!isOpen) return
    if (error !== undefined && error !== null) fail(error)
    else mutateEntry(engine, request, [data, false]).catch(fail)
  }
  const close = source(request.key, { next })
  return () => {
    isOpen = false
    stop()
    close()
  }
}
