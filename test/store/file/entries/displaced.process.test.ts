import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, collectAll, getValue } from '../support/entries.ts'
import { isLong, runJob, temporaryDirectory } from '../support/processes.ts'

it('several processes store an entry and entries below it at the same time', async () => {
  const directory = temporaryDirectory()
  const rounds = Array.from({ length: isLong ? 2_000 : 60 }, (_, round) => join(directory, String(round), 'rates.json'))
  const orders = [
    rounds.flatMap((own) => [own, `${own}/parsed.json`]),
    rounds.flatMap((own) => [`${own}/parsed.json`, own]),
    rounds.flatMap((own) => [`${own}/parsed.json/deep`, own, `${own}/parsed.json`]),
  ]
  await Promise.all(orders.map((paths) => runJob('writeAll', { paths })))
  const store = fileStore()
  for (const path of new Set(orders.flat())) expect(await getValue(store, addressOf(path))).toBe(path)
  expect(await collectAll(store.list(directory))).toHaveLength(3 * rounds.length)
})
