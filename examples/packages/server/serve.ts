import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ServerType } from '@hono/node-server'
import { serve } from '@hono/node-server'
import { Cachetta, fileStore } from 'cachetta'
import type { Activity } from './activity.ts'
import { createActivity } from './activity.ts'
import { createAnalysis } from './analysis.ts'
import { readAssets } from './assets.ts'
import { openRecords } from './database.ts'
import { publicStore } from './public-store.ts'
import { createSite } from './site.ts'

export interface Place {
  /** Whose node_modules is shown. */
  readonly project: string
  /** Where the cache and the database lie. */
  readonly dir: string
  /** Where the browser's files lie. */
  readonly client: string
  /** 0 is any that is free. */
  readonly port: number
}

export interface Running {
  readonly url: string
  readonly activity: Activity
  /** How long the list of packages took: most of a second, or the time to read a file. */
  readonly readyIn: number
  /** Ends every connection and closes the database. */
  stop(): Promise<void>
}

/** Starts the site; resolves when it answers. */
export async function start({ project, dir, client, port }: Place): Promise<Running> {
  const path = join(dir, 'pages', 'page.json')
  const analysis = createAnalysis(project, join(dir, 'catalogue.json'))
  const activity = createActivity()
  const records = openRecords(join(dir, 'records.db'))
  const begun = performance.now()
  await analysis.list('', 0)
  const readyIn = performance.now() - begun

  const pages = new Cachetta({ path, duration: '1d', store: publicStore(fileStore({ maxEntries: 5_000 })) })
  const site = createSite({ pages, activity, analysis, records }, await readAssets(client))
  const server = serve({ fetch: site.fetch, port, hostname: '127.0.0.1' })
  const found = await portOf(server).catch((error: unknown) => {
    records.close()
    throw error
  })
  return {
    url: `http://127.0.0.1:${found}`,
    activity,
    readyIn,
    async stop() {
      await closed(server as Server) // it is not one of HTTP/2
      records.close()
    },
  }
}

function portOf(server: ServerType): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => resolve((server.address() as AddressInfo).port)) // of a TCP server that listens
  })
}

async function closed(server: Server): Promise<void> {
  const end = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await end
}
