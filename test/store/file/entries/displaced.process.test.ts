import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, collectAll, getValue } from '../support/entries.ts'
import { isLong, runJob, temporaryDirectory } from '../support/processes.ts'

it('several processes store an entry and entries below it at the same time', async () => {
  const directory = temporaryDirectory()
  const rounds = isLong ? 2_000 : 60
  const [own, below, deep] = ['rates.json', 'rates.json/parsed.json', 'rates.json/parsed.json/deep']
  const orders = [
    [own, below],
    [below, own],
    [deep, own, below],
  ]
  await Promise.all(orders.map((names) => runJob('writeAll', { directory, rounds, names })))
  const store = fileStore()
  for (let round = 0; round < rounds; round += 1) {
    for (const path of [own, below, deep].map((name) => join(directory, String(round), name))) {
      expect(await getValue(store, addressOf(path))).toBe(path)
    }
  }
  expect(await collectAll(store.list(directory))).toHaveLength(3 * rounds)
})
