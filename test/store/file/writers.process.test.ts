import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { fileStore } from '../../../src/store/file/file-store.ts'
import { isLong, result, start, temporaryDirectory } from './processes.ts'

const address = (path: string) => ({ path, key: '', exact: false })

const temporaryFilesIn = (directory: string): string[] => readdirSync(directory).filter((name) => name.endsWith('.tmp'))

it('lets a reader see whole entries only, while two processes write 256 kB over and over', async () => {
  const path = join(temporaryDirectory(), 'shared.json')
  const length = 256 * 1024
  const milliseconds = isLong ? 5_000 : 1_500
  await result('write', { path, letter: 'a', length, milliseconds: 1 })
  const [seen, ...written] = await Promise.all([
    result('read', { path, length, milliseconds }),
    result('write', { path, letter: 'a', length, milliseconds }),
    result('write', { path, letter: 'b', length, milliseconds }),
  ])
  const { reads, ...wrong } = JSON.parse(seen)
  expect(wrong).toEqual({ torn: 0, missing: 0, thrown: 0 })
  expect(Math.min(reads, ...written.map(Number))).toBeGreaterThan(10)
})

it('keeps an entry whole when its writer is killed, old or new, and leaves nothing after a sweep', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'large.json')
  const length = 4 * 1024 * 1024
  const store = fileStore()
  let orphans = 0
  let last = -1
  for (let round = 0; round < (isLong ? 200 : 20); round += 1) {
    const { kill, waitForLine, lines, exited } = start('writeUntilKilled', { path, length, from: last + 1 })
    await waitForLine(String(last + 1))
    // In the middle of a write and, every other round, wherever the time that has passed takes it.
    if (round % 2 === 0) await expect.poll(() => temporaryFilesIn(directory), { interval: 1 }).not.toEqual([])
    else await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40))
    kill()
    await exited
    const acknowledged = Number(lines.at(-1))
    const value = (await store.get(address(path), builtInTypes))?.value as { number: number; text: string } | undefined
    expect(value?.text).toBe(String((value?.number ?? 0) % 10).repeat(length))
    expect(value?.number).toBeOneOf([acknowledged, acknowledged + 1])
    last = value?.number ?? last
    orphans += temporaryFilesIn(directory).length
    await store.sweep?.(path)
    expect(readdirSync(directory)).toEqual(['large.json'])
  }
  expect(orphans, 'no kill hit a write: the test proved nothing').toBeGreaterThan(0)
})

for (const held of [0, 215]) {
  const others = held === 0 ? '' : ', while others hold all descriptors for a moment'
  it(`writes and reads 5,000 entries at once with 256 descriptors${others}`, async () => {
    const path = join(temporaryDirectory(), 'many.json')
    const told = await result('manyAtOnce', { path, count: 5_000, held }, 'ulimit -n 256;')
    expect(JSON.parse(told)).toEqual({ failed: 0, wrong: 0 })
  })
}

it('keeps no process alive, even one that gives no lock back', async () => {
  const path = join(temporaryDirectory(), 'used.json')
  const { waitForLine, exited } = start('useAndEnd', { path })
  await waitForLine('done')
  const asked = performance.now()
  expect(await exited).toBe(0)
  expect(performance.now() - asked).toBeLessThan(5_000)
})
