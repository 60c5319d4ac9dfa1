import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from 'unstorage'
import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'
import lruCacheDriver from 'unstorage/drivers/lru-cache'
import memoryDriver from 'unstorage/drivers/memory'
import { describe, it } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import type { StoreSource } from '../../../src/testing.ts'
import { describeStore } from '../../../src/testing.ts'
import { unstorageStore } from '../../../src/unstorage.ts'

/** Creates a new driver for each check, and two storages over it. */
function createSource(createDriver: () => Driver, remove?: (driver: Driver) => Promise<void>): StoreSource {
  const drivers = new WeakMap<Store, Driver>()
  const open = (driver: Driver): Store => {
    const store = unstorageStore(createStorage({ driver }))
    drivers.set(store, driver)
    return store
  }
  const driverOf = (store: Store): Driver => drivers.get(store) ?? createDriver()
  return {
    create: () => open(createDriver()),
    reopen: (store) => open(driverOf(store)),
    async damage(store, address) {
      await driverOf(store).setItem?.(store.locate?.(address) ?? '', '{"cachetta":1,', {})
    },
    cleanup: (store) => remove?.(driverOf(store)),
  }
}

const runner = { describe, it }
const createFsDriver = () => fsDriver({ base: mkdtempSync(join(tmpdir(), 'cachetta-unstorage-')) })
const removeDirectory = (driver: Driver) => rm(driver.options.base, { recursive: true, force: true })

describeStore('unstorageStore over memory', createSource(memoryDriver), runner)
describeStore('unstorageStore over fs', createSource(createFsDriver, removeDirectory), runner)
describeStore(
  'unstorageStore over lru-cache',
  createSource(() => lruCacheDriver({})),
  runner,
)
