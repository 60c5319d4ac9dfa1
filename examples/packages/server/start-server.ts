import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ServerType } from '@hono/node-server'
import { serve } from '@hono/node-server'
import { Cachetta, fileStore } from 'cachetta'
import type { ActivityLog } from './activity-log.ts'
import { createActivityLog } from './activity-log.ts'
import { createAnalyser } from './analyser.ts'
import { readAssets } from './assets.ts'
import { openDatabase } from './database.ts'
import { createPublicStore } from './public-store.ts'
import { createRunningAnalyses } from './running-analyses.ts'
import { createSite } from './site.ts'
import { listSourceFiles } from './source-files.ts'

export interface ServerOptions {
  /** The project whose `node_modules` to show. */
  readonly project: string
  /** The folder for the cache and the database. */
  readonly dir: string
  /** The folder with the files for the browser. */
  readonly client: string
  /** The folder of this example, whose files the pages link to. */
  readonly sources: string
  /** 0: any free port. */
  readonly port: number
}

export interface RunningServer {
  readonly url: string
  readonly activityLog: ActivityLog
  /** Time to list the packages: about a second without a cache, a few milliseconds with it. */
  readonly readyInMs: number
  /** Ends every connection and closes the database. */
  stop(): Promise<void>
}

/** Starts the server. Resolves when it listens. */
export async function startServer({ project, dir, client, port, sources }: ServerOptions): Promise<RunningServer> {
  const analyser = createAnalyser(project, join(dir, 'installed.json'))
  const activityLog = createActivityLog()
  const database = openDatabase(join(dir, 'visitors.db'))
  const start = performance.now()
  await analyser.listPackages('', 0)
  const readyInMs = performance.now() - start

  const path = join(dir, 'shared', 'entry.json')
  const store = createPublicStore(fileStore({ maxEntries: 5_000 }))
  const cache = new Cachetta({ path, duration: '1d', store })
  const sourceFiles = await listSourceFiles(sources)
  const services = { cache, activityLog, analyser, analyses: createRunningAnalyses(), database, sourceFiles }
  const site = createSite(services, await readAssets(client))
  const server = serve({ fetch: site.fetch, port, hostname: '127.0.0.1' })
  const actualPort = await waitForPort(server).catch((error: unknown) => {
    database.close()
    throw error
  })
  return {
    url: `http://127.0.0.1:${actualPort}`,
    activityLog,
    readyInMs,
    async stop() {
      await closeServer(server as Server) // `serve` creates an HTTP/1 server by default
      database.close()
    },
  }
}

function waitForPort(server: ServerType): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => resolve((server.address() as AddressInfo).port)) // the address of a TCP server
  })
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
