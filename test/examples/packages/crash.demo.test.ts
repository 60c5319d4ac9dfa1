import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { decodeEntry } from '../../../src/index.ts'
import { startDemo } from './demo.ts'

const PACKAGE_COUNT = 80
const REQUEST_COUNT = 300
const TIMEOUT = 180_000

it(
  'after a kill during hundreds of requests, the server starts warm and no entry is damaged',
  async () => {
    const demo = await startDemo(PACKAGE_COUNT)
    const names = Array.from({ length: PACKAGE_COUNT }, (_, index) => `p-${String(index).padStart(2, '0')}@1.0.0`)
    const folder = join(demo.dir, 'shared')
    let responses = 0
    const requests = Array.from({ length: REQUEST_COUNT }, (_, index) =>
      fetch(createUrl(demo.url, names[index % PACKAGE_COUNT] ?? ''))
        .then((response) => response.text())
        .then(
          () => {
            responses += 1
          },
          () => {},
        ),
    )
    await expect
      .poll(async () => (await listEntries(folder)).length, { interval: 1, timeout: TIMEOUT / 2 })
      .toBeGreaterThan(20)
    expect(await demo.stop('SIGKILL')).toBe('SIGKILL')
    await Promise.all(requests)
    expect(responses).toBeLessThan(REQUEST_COUNT)

    const entries = await listEntries(folder)
    expect(entries.length).toBeGreaterThan(20)
    for (const name of entries) {
      const text = await readFile(join(folder, name), 'utf8')
      expect(() => decodeEntry(text, builtInTypes), name).not.toThrow()
    }

    await demo.start()
    const events = await openEvents(demo.url)
    const cachedIds = readIds(await Promise.all(entries.map((name) => readFile(join(folder, name), 'utf8')))).slice(
      0,
      10,
    )
    for (const id of cachedIds) expect((await fetch(createUrl(demo.url, id))).status).toBe(200)
    await expect.poll(() => events.text().match(/"kind":"disk"/g)?.length).toBeGreaterThanOrEqual(10)
    expect(events.text()).not.toContain('"kind":"computed"')
    await events.close()
    const statuses = await Promise.all(
      names.map(async (id) => {
        const response = await fetch(createUrl(demo.url, id))
        await response.text()
        return response.status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await demo.stop()).toBe(0)
  },
  TIMEOUT,
)

async function listEntries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []) // the folder exists after the first entry
  return names.filter((name) => /^entry-[0-9a-f]+\.json$/.test(name))
}

/** The ids of the packages in these entries. */
function readIds(texts: readonly string[]): string[] {
  return texts.flatMap((text) => /"key":"\\"package\\",\\"([^"]+)\\"/.exec(text)?.[1] ?? [])
}

function createUrl(url: string, id: string): string {
  return `${url}/package/${encodeURIComponent(id)}`
}

async function openEvents(url: string): Promise<{ text(): string; close(): Promise<void> }> {
  const { body } = await fetch(`${url}/api/activity`)
  const reader = (body as ReadableStream<Uint8Array>).getReader() // a response with status 200 has a body
  let text = ''
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += new TextDecoder().decode(value)
    }
  }
  void read().catch(() => {})
  return { text: () => text, close: () => reader.cancel() }
}
