import type { Asked } from './asked.ts'
import { remember } from './memories.ts'

/** A preload stands for one fetch: who shows the entry after this moment fetches again. A component mounted twice is one. */
export function spendPreload(asked: Asked): void {
  const { face, id, memory } = asked
  const { engine } = face
  engine.clock.after(0, () => {
    const known = engine.slots.get(id)?.pinned ?? memory?.get(id)
    if (known?.isPreloaded) remember(engine, asked, { ...known, isPreloaded: false })
  })
}
