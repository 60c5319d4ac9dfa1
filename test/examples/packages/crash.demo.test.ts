import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { decodeEntry } from '../../../src/index.ts'
import { startDemo } from './demo.ts'

const COUNT = 80
const AT_ONCE = 300
const A_HANG = 180_000

it(
  'killed in the midst of hundreds of requests, it starts warm, and no entry is damaged',
  async () => {
    const demo = await startDemo(COUNT)
    const names = Array.from({ length: COUNT }, (_, index) => `p-${String(index).padStart(2, '0')}@1.0.0`)
    const folder = join(demo.dir, 'pages')
    let answered = 0
    const asked = Array.from({ length: AT_ONCE }, (_, index) =>
      fetch(pageOf(demo.url, names[index % COUNT] ?? ''))
        .then((response) => response.text())
        .then(
          () => {
            answered += 1
          },
          () => {},
        ),
    )
    await expect
      .poll(async () => (await entriesIn(folder)).length, { interval: 1, timeout: A_HANG / 2 })
      .toBeGreaterThan(20)
    expect(await demo.stop('SIGKILL')).toBe('SIGKILL')
    await Promise.all(asked)
    expect(answered).toBeLessThan(AT_ONCE)

    const entries = await entriesIn(folder)
    expect(entries.length).toBeGreaterThan(20)
    for (const name of entries) {
      const text = await readFile(join(folder, name), 'utf8')
      expect(() => decodeEntry(text, builtInTypes), name).not.toThrow()
    }

    await demo.start()
    const events = await eventsOf(demo.url)
    const kept = idsIn(await Promise.all(entries.map((name) => readFile(join(folder, name), 'utf8')))).slice(0, 10)
    for (const id of kept) expect((await fetch(pageOf(demo.url, id))).status).toBe(200)
    await expect.poll(() => events.text().match(/from disk/g)?.length).toBeGreaterThanOrEqual(10)
    expect(events.text()).not.toContain('computed for')
    await events.close()
    const statuses = await Promise.all(
      names.map(async (id) => {
        const response = await fetch(pageOf(demo.url, id))
        await response.text()
        return response.status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await demo.stop()).toBe(0)
  },
  A_HANG,
)

async function entriesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []) // not there before the first entry
  return names.filter((name) => /^page-[0-9a-f]+\.json$/.test(name))
}

/** Of which packages there are entries. */
function idsIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => /"key":"\\"package\\",\\"([^"]+)\\"/.exec(text)?.[1] ?? [])
}

function pageOf(url: string, id: string): string {
  return `${url}/package/${encodeURIComponent(id)}`
}

async function eventsOf(url: string): Promise<{ text(): string; close(): Promise<void> }> {
  const { body } = await fetch(`${url}/api/activity`)
  const reader = (body as ReadableStream<Uint8Array>).getReader() // an answer of 200 has one
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
