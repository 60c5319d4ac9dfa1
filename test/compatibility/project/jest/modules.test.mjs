import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { useCachetta } from 'cachetta/react'

test('ES modules in Jest load the package', async () => {
  let calls = 0
  const path = join(mkdtempSync(join(tmpdir(), 'cachetta-jest-')), 'users.json')
  const fn = new Cachetta({ path }).wrap(async (id) => ({ id, calls: ++calls }))
  expect([await fn(1), await fn(1)]).toEqual([
    { id: 1, calls: 1 },
    { id: 1, calls: 1 },
  ])
  expect(typeof useCachetta).toBe('function')
})
