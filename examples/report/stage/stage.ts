import { readFile, utimes, writeFile } from 'node:fs/promises'
import type { CachedReport } from '../cached-report.ts'
import type { News } from './news.ts'
import type { Worker } from './open-worker.ts'
import { openWorker } from './open-worker.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What the scenes are played with: processes, and the entries on disk. */
export interface Stage {
  /** Tells the audience what comes now. */
  announce(title: string): void
  open(): Promise<Worker>
  /** Forgets every entry. */
  clear(): Promise<void>
  /** Dates every entry back, as `touch -d '2 days ago'` does. */
  age(days: number): Promise<void>
  /** Inverts eight bytes in the middle of the report's file. */
  damage(): Promise<void>
}

export function createStage(
  reportOn: CachedReport,
  project: string,
  dir: string,
  onNews: (news: News) => void,
  announce: (title: string) => void,
): Stage {
  return {
    announce,
    open: () => openWorker(project, dir, onNews),
    clear: () => reportOn.cache.invalidateAll(),
    async age(days) {
      const then = new Date(Date.now() - days * DAY_MS)
      for await (const { path } of reportOn.cache.entries()) await utimes(path, then, then)
    },
    async damage() {
      const file = reportOn.fileOf(project)
      const bytes = await readFile(file)
      const middle = Math.floor(bytes.length / 2)
      for (const [offset, byte] of bytes.subarray(middle, middle + 8).entries()) bytes[middle + offset] = byte ^ 0xff
      await writeFile(file, bytes)
    },
  }
}
