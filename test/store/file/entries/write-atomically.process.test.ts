import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf } from '../support/entries.ts'
import { isLong, runJob, startJob, temporaryDirectory } from '../support/processes.ts'

const temporaryFilesIn = (directory: string): string[] => readdirSync(directory).filter((name) => name.endsWith('.tmp'))

it('shows a reader only whole entries while two processes write 256 kB again and again', async () => {
  const path = join(temporaryDirectory(), 'shared.json')
  const length = 256 * 1024
  const milliseconds = isLong ? 5_000 : 1_500
  await runJob('write', { path, letter: 'a', length, milliseconds: 1 })
  const [counts, ...written] = await Promise.all([
    runJob('read', { path, length, milliseconds }),
    runJob('write', { path, letter: 'a', length, milliseconds }),
    runJob('write', { path, letter: 'b', length, milliseconds }),
  ])
  const { reads, ...wrong } = JSON.parse(counts)
  expect(wrong).toEqual({ torn: 0, missing: 0, thrown: 0 })
  expect(Math.min(reads, ...written.map(Number))).toBeGreaterThan(10)
})

it('keeps the old or the new entry when its writer is killed, and a sweep removes the rest', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'large.json')
  const length = 4 * 1024 * 1024
  const store = fileStore()
  let orphans = 0
  let last = -1
  for (let round = 0; round < (isLong ? 200 : 20); round += 1) {
    const { kill, waitForLine, lines, exited } = startJob('writeUntilKilled', { path, length, from: last + 1 })
    await waitForLine(String(last + 1))
    // The process is killed during a write in every other round, and after some time in the others.
    if (round % 2 === 0) await expect.poll(() => temporaryFilesIn(directory), { interval: 1 }).not.toEqual([])
    else await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40))
    kill()
    await exited
    const acknowledged = Number(lines.at(-1))
    const value = (await store.get(addressOf(path), builtInTypes))?.value as
      | { number: number; text: string }
      | undefined
    expect(value?.text).toBe(String((value?.number ?? 0) % 10).repeat(length))
    expect(value?.number).toBeOneOf([acknowledged, acknowledged + 1])
    last = value?.number ?? last
    orphans += temporaryFilesIn(directory).length
    await store.sweep?.(path)
    expect(readdirSync(directory)).toEqual(['large.json'])
  }
  expect(orphans, 'no process was killed during a write: the test proved nothing').toBeGreaterThan(0)
})

for (const held of [0, 215]) {
  const others = held === 0 ? '' : ', while other code holds all descriptors for a moment'
  it(`writes and reads 5,000 entries at once with 256 descriptors${others}`, async () => {
    const path = join(temporaryDirectory(), 'many.json')
    const counts = await runJob('manyAtOnce', { path, count: 5_000, held }, 'ulimit -n 256;')
    expect(JSON.parse(counts)).toEqual({ failed: 0, wrong: 0 })
  })
}

it('does not keep a process alive, even if it does not release a lock', async () => {
  const path = join(temporaryDirectory(), 'used.json')
  const { waitForLine, exited } = startJob('useAndEnd', { path })
  await waitForLine('done')
  const startedAt = performance.now()
  expect(await exited).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
