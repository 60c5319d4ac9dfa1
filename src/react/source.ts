import type { Asked } from '../engine/asked.ts'
import type { Engine } from '../engine/engine.ts'
import { listen } from '../engine/listen.ts'
import { noteFailure } from '../engine/memories.ts'
import { mutateBy } from '../engine/mutate.ts'
import { notify } from '../engine/slots.ts'

/** What a source calls: with data, or what makes it of the data before; or with an error, which leaves the data as it is. */
export interface Sink<Data> {
  next(error: null | undefined, data: Data | ((before: Data | undefined) => Data)): void
  next(error: unknown): void
}

/** Opens a stream and returns how to close it. */
export type Source<Data, K> = (key: K, sink: Sink<Data>) => () => void

interface Open {
  users: number
  readonly close: () => void
}

const sources = new WeakMap<Engine, Map<string, Open>>()

/** Opens the source of an entry, or joins the one that is open. Returns how to leave it; the last to leave closes it. */
export function openSource(asked: Asked, source: Source<unknown, unknown>): () => void {
  const { engine } = asked.face
  const known = sources.get(engine) ?? new Map<string, Open>()
  sources.set(engine, known)
  const open = known.get(asked.id) ?? { users: 0, close: begin(asked, source) }
  known.set(asked.id, open)
  open.users += 1
  return () => {
    // A component that is mounted twice, or moved, comes back at once.
    engine.clock.after(0, () => {
      open.users -= 1
      if (open.users > 0) return
      known.delete(asked.id)
      open.close()
    })
  }
}

/** What is sent goes the way of every mutation: to memory, to the store, to other tabs. */
function begin(asked: Asked, source: Source<unknown, unknown>): () => void {
  const { engine } = asked.face
  let isOpen = true
  const stop = listen(engine, asked, () => undefined)
  const fail = (error: unknown) => {
    noteFailure(engine, asked.id, error)
    notify(engine.slots.get(asked.id), 'flight')
  }
  const next = (error: unknown, data?: unknown) => {
    if (!isOpen) return
    if (error !== undefined && error !== null) fail(error)
    else mutateBy(engine, asked, [data, false]).catch(fail)
  }
  const close = source(asked.key, { next })
  return () => {
    isOpen = false
    stop()
    close()
  }
}
