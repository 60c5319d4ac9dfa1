import type { Asked } from './asked.ts'

/** A preload stands for one fetch: who shows the entry after this moment fetches again. A component mounted twice is one. */
export function spendPreload({ face: { engine }, id, memory }: Asked): void {
  engine.clock.after(0, () => {
    const known = engine.slots.peek(id)?.pinned ?? memory?.get(id)
    if (known?.isPreloaded) engine.memories.remember(memory, id, { ...known, isPreloaded: false })
  })
}
