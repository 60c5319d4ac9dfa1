import type { Engine } from './engine.ts'
import { inOrder, supersede } from './slots.ts'

/**
 * A synchronous write or delete does not wait for an asynchronous one that is on its way and may land after it. What
 * runs is superseded, and `again` does the same thing once more behind it.
 *
 *     set A (async)     |----temp file----|----rename----|
 *     delete (sync)            |--unlink--|              |--again--|
 */
export function overtake(engine: Engine, id: string, again: () => Promise<void>): void {
  const running = engine.slots.peek(id)
  if (running === undefined) return
  supersede(running)
  if (running.lastOperation === null) return
  const slot = engine.slots.hold(id, running.address)
  const letGo = () => engine.slots.release(id, slot)
  inOrder(slot, again).then(letGo, letGo)
}
