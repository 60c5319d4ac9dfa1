import type { Source } from 'cachetta/react'
import type { Happening } from '../../answers.ts'
import type { Connection } from '../connection.ts'

export const activityKey = 'activity'

const SHOWN = 30

interface Hearing {
  readonly connection: Connection
  /** Hears of what happens from now on. */
  onNews(happening: Happening): void
}

/** The server's events as they come. Its stream is also what tells whether the server is there. */
export function activityFrom({ connection, onNews }: Hearing): Source<readonly Happening[], 'activity'> {
  return (_key, { next }) => {
    const stream = new EventSource('/api/activity')
    const receive = ({ data }: MessageEvent<string>): readonly Happening[] => {
      const happenings = JSON.parse(data) as Happening[] // our own server's
      next(null, (before = []) => latest([...before, ...happenings]))
      return happenings
    }
    stream.onopen = () => connection.set(true)
    stream.onerror = () => connection.set(false)
    stream.addEventListener('before', receive)
    stream.addEventListener('now', (event) => receive(event).forEach(onNews))
    return () => stream.close()
  }
}

/** Each once, though every tab hears all of them and they share the entry. */
function latest(happenings: readonly Happening[]): readonly Happening[] {
  const byId = new Map(happenings.map((each) => [each.id, each]))
  return [...byId.values()].sort((a, b) => b.at - a.at).slice(0, SHOWN)
}
