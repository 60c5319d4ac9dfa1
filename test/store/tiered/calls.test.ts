import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { Cachetta, fileStore, memoryStore, tieredStore } from '../../../src/index.ts'
import { createControlledStore } from './support/controlled-store.ts'
import { get, set } from './support/two-tiers.ts'

it('a cached function asks the far tier as often as without a near one if nothing is stored, and never for a hit', async () => {
  const [far, alone] = [createControlledStore('far'), createControlledStore('alone')]
  const [tiered, plain] = [tieredStore([memoryStore(), far.store]), alone.store].map((store) => {
    const cache = new Cachetta({ path: 'a', store, duration: '1h' })
    return cache(async (id: number) => id)
  })
  for (const call of [tiered, plain]) expect(await call?.(1)).toBe(1)
  expect(far.calls).toEqual(['get', 'lock', 'get', 'set'])
  expect(far.calls).toEqual(alone.calls)
  far.calls.length = 0
  for (let call = 0; call < 5; call += 1) expect(await tiered?.(1)).toBe(1)
  expect(far.calls).toEqual([])
})

it('the far tier is not read again if its lock says that there is no entry', async () => {
  const far = createControlledStore('far')
  const lock: Store['lock'] = async (...args) => {
    const taken = await far.store.lock?.(...args)
    return taken ? { ...taken, isEmpty: true } : null
  }
  const store = tieredStore([memoryStore(), { ...far.store, lock }])
  expect(await new Cachetta({ path: 'a', store })(async (id: number) => id)(1)).toBe(1)
  expect(far.calls).toEqual(['get', 'lock', 'set'])
})

it('memory in front of watched files is asked alone, until another process changes the entry', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-tiers-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const createFiles = () => fileStore({ watch: true, tagsPath: join(directory, 'tags') })
  const [files, other] = [createFiles(), createFiles()]
  let reads = 0
  const counted: Store = {
    ...files,
    get(address, types) {
      reads += 1
      return files.get(address, types)
    },
    stat(address) {
      reads += 1
      return files.stat(address)
    },
  }
  const store = tieredStore([memoryStore(), counted])
  const stop = store.subscribe?.(() => {})
  onTestFinished(() => stop?.())
  const path = join(directory, 'a')
  await set(other, path, 1)
  await expect
    .poll(async () => {
      reads = 0
      return [await get(store, path), await get(store, path), reads]
    })
    .toEqual([1, 1, 0])
  await set(other, path, 2)
  await expect.poll(() => get(store, path)).toBe(2)
})
