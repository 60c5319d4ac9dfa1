import { mkdtempSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'
import { afterAll, expect, test } from 'vitest'
import { Cachetta } from '../../../src/index.ts'
import { unstorageStore } from '../../../src/unstorage.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const base = mkdtempSync(join(tmpdir(), 'cachetta-fs-driver-'))
afterAll(() => rm(base, { recursive: true, force: true }))
const lines = recordLogLines()

/** The driver writes into the file that others read: `writeFile` empties it first, then writes it part by part. */
test('half an entry, as another process sees it while the driver of files writes, is a miss and a line in the log', async () => {
  const store = unstorageStore(createStorage({ driver: fsDriver({ base }) }))
  const load = new Cachetta({ path: 'users', store })(async (id: number) => `user ${id}`.repeat(100))
  await load(1)
  const file = join(base, (store.locate?.({ path: 'users', key: '1', exact: false }) ?? '').replaceAll(':', '/'))
  const whole = await readFile(file, 'utf8')
  for (const length of [0, 5, 40, 120, whole.length - 1]) {
    await writeFile(file, whole.slice(0, length))
    expect(await load.lookup(1), `${length} characters`).toEqual({ hit: false })
  }
  expect(lines.length).toBeGreaterThan(0)
  await writeFile(file, whole)
  expect(await load.lookup(1)).toMatchObject({ hit: true })
})
