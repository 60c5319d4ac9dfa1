// Two instances of the example with Next.js: processes of one build, which share what Next.js caches.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startServer } from '../../support/local-server.ts'
import type { RunningApplication } from './start.ts'
import { startApplication } from './start.ts'

/** One of the processes. */
export interface Instance {
  /** The response to a path, as text. */
  read(path: string): Promise<string>
  fetch(path: string): Promise<Response>
  /** The values that a page shows: `<p data-name="seats">12</p>` is `{ seats: '12' }`. */
  readValues(path: string): Promise<Record<string, string>>
  /** Calls `/api/revalidate`: a tag, a tag with a profile, or a path. */
  revalidate(query: string): Promise<void>
  /** Submits the form of a page, as a browser without scripts does. Returns the values that the page then shows. */
  submit(path: string): Promise<Record<string, string>>
}

/** Starts two instances before the tests of a suite, with an empty cache in files, and the service that tells the weather. */
export function startInstances(folder: string, readSettings: () => Record<string, string>): [Instance, Instance] {
  const running: RunningApplication[] = []
  beforeAll(async () => {
    rmSync(join(folder, '.shared-cache'), { recursive: true, force: true })
    const weather = await startServer((_, response) => response.end(randomUUID()))
    const settings = { WEATHER_URL: weather.url, ...readSettings() }
    running.push(weather, ...(await Promise.all([1, 2].map(() => startApplication(folder, settings)))))
  })
  afterAll(() => Promise.all(running.map((each) => each.stop())))
  return [createInstance(() => running[1]), createInstance(() => running[2])]
}

function createInstance(getRunning: () => RunningApplication | undefined): Instance {
  const send = (path: string, init?: RequestInit) => fetch(new URL(path, getRunning()?.url), init)
  const read = async (path: string) => {
    const response = await send(path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return response.text()
  }
  return {
    fetch: send,
    read,
    readValues: async (path) => parseValues(await read(path)),
    async submit(path) {
      const [, name] = /name="(\$ACTION_ID_\w+)"/.exec(await read(path)) ?? []
      const body = new FormData()
      body.set(String(name), '')
      return parseValues(await (await send(path, { method: 'POST', body })).text())
    },
    async revalidate(query) {
      const { status } = await send(`/api/revalidate?${query}`, { method: 'POST' })
      if (status !== 204) throw new Error(`the revalidation answered ${status}`)
    },
  }
}

function parseValues(html: string): Record<string, string> {
  const values = html.matchAll(/<p data-name="(\w+)">([^<]*)<\/p>/g)
  return Object.fromEntries([...values].map(([, name, value]) => [String(name), String(value)]))
}
