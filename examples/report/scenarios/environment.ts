import { readFile, utimes, writeFile } from 'node:fs/promises'
import type { CachedReport } from '../cached-report.ts'
import type { WorkerMessage } from './messages.ts'
import type { Worker } from './start-worker.ts'
import { startWorker } from './start-worker.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The operations that a scenario needs: on worker processes and on the entries on disk. */
export interface Environment {
  /** Prints the title of the next scenario. */
  announce(title: string): void
  startWorker(): Promise<Worker>
  /** Deletes every entry. */
  clearCache(): Promise<void>
  /** Sets the time of every entry back, like `touch -d '2 days ago'`. */
  ageEntries(days: number): Promise<void>
  /** Inverts eight bytes in the middle of the report's file. */
  damageReport(): Promise<void>
}

interface EnvironmentOptions {
  readonly cachedReport: CachedReport
  readonly project: string
  readonly dir: string
  readonly onMessage: (message: WorkerMessage) => void
  readonly announce: (title: string) => void
}

export function createEnvironment(options: EnvironmentOptions): Environment {
  const { announce, cachedReport, dir, onMessage, project } = options
  return {
    announce,
    startWorker: () => startWorker(project, dir, onMessage),
    clearCache: () => cachedReport.cache.invalidateAll(),
    async ageEntries(days) {
      const then = new Date(Date.now() - days * DAY_MS)
      for await (const { path } of cachedReport.cache.entries()) await utimes(path, then, then)
    },
    async damageReport() {
      const file = cachedReport.getFile(project)
      const bytes = await readFile(file)
      const middle = Math.floor(bytes.length / 2)
      for (const [offset, byte] of bytes.subarray(middle, middle + 8).entries()) bytes[middle + offset] = byte ^ 0xff
      await writeFile(file, bytes)
    },
  }
}
