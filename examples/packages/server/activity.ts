import { randomUUID } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import type { CacheEvent } from 'cachetta'
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

/** Tells what the cache of the pages does: each cache in the process says so on a diagnostics channel. Returns how to stop. */
export function tellOfCache(activity: Activity, path: string): () => void {
  const hear = (message: unknown) => {
    const event = message as CacheEvent // what the channel `cachetta` carries
    const news = event.path === path ? newsIn(event) : null
    if (news) activity.tell(news)
  }
  diagnostics.subscribe('cachetta', hear)
  return () => diagnostics.unsubscribe('cachetta', hear)
}

function newsIn({ type, key, elapsed, age, source }: CacheEvent): News | null {
  if (type === 'computed') return { kind: 'computed', text: `${key} computed in ${Math.round(elapsed ?? 0)} ms` }
  if (type === 'hit' && source === 'store')
    return { kind: 'disk', text: `${key} from disk, ${Math.round((age ?? 0) / 1000)} s old` }
  return null
}
