// A prune and an eviction in a directory with many files, and with up to 1,000,000 at full length.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { startNode, waitForLastLine } from '../../../support/processes.ts'
import { fillDirectory } from '../support/entries.ts'
import { isLong, temporaryDirectory } from '../support/processes.ts'

const prune = fileURLToPath(new URL('../support/prune.mjs', import.meta.url))
const evict = fileURLToPath(new URL('../support/evict.mjs', import.meta.url))

it('a prune that is killed leaves each file whole, and the next one continues in a small heap', async () => {
  const directory = temporaryDirectory()
  const count = isLong ? 1_000_000 : 2_000
  await fillDirectory(directory, count)
  const killed = startNode([prune, directory, String(count / 2)])
  await killed.waitForLine('stopped')
  killed.kill()
  expect(await killed.exited).toBe('SIGKILL')
  const names = readdirSync(directory)
  expect(names.length).toBeLessThan(count)
  expect(names.length).toBeGreaterThanOrEqual(count / 2)
  let entries = 0
  for await (const { kind } of fileStore().inspect(directory, { values: true })) if (kind === 'entry') entries += 1
  expect(entries).toBe(names.length) // no damaged file, no lock, no temporary file

  // Whatever grew with the entries would not fit into this heap: at full length, there are 16 bytes for each entry.
  const next = startNode(['--max-old-space-size=16', prune, directory])
  expect(await next.exited).toBe(0)
  expect(next.lines).toEqual([`listed ${names.length}`, `deleted ${names.length}`])
  expect(readdirSync(directory)).toEqual([])
})

it('an eviction from more entries than a call takes arguments keeps the limit', async () => {
  const directory = temporaryDirectory()
  const limit = isLong ? 200_000 : 12_000
  await fillDirectory(directory, limit)
  const args = [...(isLong ? [] : ['--stack-size=80']), evict, directory, String(limit)]
  expect(await waitForLastLine(startNode(args))).toBe(`left ${Math.ceil(0.9 * limit)}`)
})
