import type { Engine } from './engine.ts'
import type { Remembered } from './memory.ts'

/** A preload stands for one fetch: who shows the entry after this moment fetches again. A component mounted twice is one. */
export function spendPreload({ clock }: Engine, preloaded: Remembered): void {
  clock.after(0, () => {
    preloaded.isPreloaded = false
  })
}
