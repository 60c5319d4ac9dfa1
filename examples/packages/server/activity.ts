import { randomUUID } from 'node:crypto'
import type { Happening } from '../answers.ts'

export type News = Omit<Happening, 'id' | 'at'>

/** What happens on the server, for whoever listens. */
export interface Activity {
  tell(news: News): void
  recent(): readonly Happening[]
  /** Returns how to stop. */
  listen(listener: (happening: Happening) => void): () => void
}

const KEPT = 30

export function createActivity(): Activity {
  const listeners = new Set<(happening: Happening) => void>()
  const happenings: Happening[] = []
  return {
    tell(news) {
      const happening = { id: randomUUID(), at: Date.now(), ...news }
      happenings.push(happening)
      if (happenings.length > KEPT) happenings.shift()
      for (const tell of listeners) tell(happening)
    },
    recent: () => happenings,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
