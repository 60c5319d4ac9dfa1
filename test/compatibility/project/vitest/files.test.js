import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { expect, test } from 'vitest'

test('files keep what a cached function returns', async () => {
  let calls = 0
  const path = join(mkdtempSync(join(tmpdir(), 'cachetta-vitest-')), 'users.json')
  const compute = async (id) => ({ id, calls: ++calls, map: new Map([[1, new Date(0)]]) })
  const create = () => new Cachetta({ path }).wrap(compute)
  expect(await create()(1)).toEqual(await create()(1))
  expect(calls).toBe(1)
})
