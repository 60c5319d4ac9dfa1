import { readdirSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { builtInTypes } from '../../src/entry/allowed-types.ts'
import type { Entry } from '../../src/entry/entry.ts'
import { decodeEntry } from '../../src/entry/json/json-codec.ts'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import type { RunningProcess } from '../support/processes.ts'
import { startNode } from '../support/processes.ts'

const program = fileURLToPath(new URL('./server.mjs', import.meta.url))

/** Each user requests one item. */
const [users, items] = [1_000, 200]

interface Vitals {
  readonly heap: number
  readonly timers: number
  readonly computed: number
}

interface Site {
  readonly process: RunningProcess
  page(request: number): Promise<string>
  /** Sends `count` requests, 50 at a time. */
  pages(count: number, see: (html: string, request: number) => void): Promise<void>
  vitals(): Promise<Vitals>
}

async function startServer(path: string): Promise<Site> {
  const process = startNode(['--expose-gc', program, path])
  const port = Number((await process.waitForLine('listens')).split(' ')[1])
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  onTestFinished(() => agent.destroy())
  const text = (where: string) =>
    new Promise<string>((resolve, reject) => {
      get({ agent, host: '127.0.0.1', port, path: where }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (part) => {
          body += part
        })
        response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))))
        response.on('error', reject)
      }).on('error', reject)
    })
  const page = (request: number) => text(`/?user=${userOf(request)}&item=${request % items}`)
  const pages: Site['pages'] = async (count, see) => {
    let next = 0
    const visitor = async () => {
      while (next < count) {
        const request = next++
        see(await page(request), request)
      }
    }
    await Promise.all(Array.from({ length: 50 }, visitor))
  }
  return { process, page, pages, vitals: async () => JSON.parse(await text('/vitals')) }
}

/** Consecutive requests come from different users, for different items. */
function userOf(request: number): number {
  return (request * 7) % users
}

function seenIn(html: string): Set<string> {
  return new Set(html.match(/user-\d+-secret/g))
}

it('keeps no memory of 10,000 requests, and shows each one only its own data (43)', async () => {
  const site = await startServer(join(temporaryDirectory(), 'entries'))
  let strangers = 0
  const see = (html: string, request: number) => {
    const seen = seenIn(html)
    if (seen.size !== 1 || !seen.has(`user-${userOf(request)}-secret`)) strangers += 1
  }
  await site.pages(2_000, see)
  const warm = await site.vitals()
  await site.pages(8_000, see)
  const after = await site.vitals()
  console.info(`the heap after 2,000 and after 10,000 requests: ${warm.heap} and ${after.heap} bytes`)

  expect(strangers).toBe(0)
  expect(after.timers).toBe(0)
  expect(after.computed).toBe(items)
  expect(after.heap - warm.heap).toBeLessThan(2_000_000) // 250 bytes a request
})

it('uses its stored entries after it was killed during a thousand requests, and has no damaged one', async () => {
  const directory = temporaryDirectory()
  const first = await startServer(join(directory, 'entries'))
  let answered = 0
  const dying = first.pages(1_000, () => {
    answered += 1
    if (answered === 100) first.process.kill()
  })
  await expect(dying).rejects.toThrow()
  await first.process.exited
  const kept = entriesIn(directory)
  const keptItems = kept.filter(({ key }) => key.startsWith('"item"'))

  const second = await startServer(join(directory, 'entries'))
  await second.pages(1_000, (html, request) =>
    expect(seenIn(html)).toEqual(new Set([`user-${userOf(request)}-secret`])),
  )
  const { computed } = await second.vitals()
  expect(keptItems.length).toBeGreaterThan(50)
  expect(computed).toBe(items - keptItems.length)
  expect(entriesIn(directory).length).toBeGreaterThan(kept.length)
})

/** Reads and checks every entry on the disk. An unfinished write of a killed process has another ending and is no entry. */
function entriesIn(directory: string): Entry[] {
  return readdirSync(directory)
    .filter((name) => !/\.(tmp|cachetta-lock)$/.test(name))
    .map((name) => decodeEntry(readFileSync(join(directory, name), 'utf8'), builtInTypes))
}
