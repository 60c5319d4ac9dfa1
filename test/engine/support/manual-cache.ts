import { requireConfiguration } from '../../../src/cachetta/options/configuration.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import type { Cachetta, CachettaOptions } from '../../../src/index.ts'
import type { Address } from '../../../src/key/address.ts'
import { addressOf } from '../../../src/key/address.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import type { ManualStore, Operation } from './manual-store.ts'
import { createManualStore } from './manual-store.ts'

export interface ManualCache extends TestCache, ManualStore {
  readonly engine: Engine
  /** Answers the oldest operation of this kind, then waits until all promises that can settle have settled. */
  answer(verb: Operation['verb']): Promise<void>
  /** Answers all operations of the store, until no new one follows. */
  drain(): Promise<void>
  /** Answers all operations of the store, and returns the result of the call that waits for them. */
  complete<T>(call: Promise<T>): Promise<T>
}

/** Creates a cache over a store whose operations wait until the test answers them. */
export function createManualCache(
  options: Partial<CachettaOptions> = {},
  storeOptions: { readonly locks?: boolean } = {},
): ManualCache {
  const manualStore = createManualStore(storeOptions)
  const { operations } = manualStore
  const test = createTestCache({ ...options, store: manualStore.store })
  const drain = async () => {
    await flushPromises()
    while (operations.length > 0) {
      for (const operation of [...operations]) operation.answer()
      await flushPromises()
    }
  }
  return {
    ...test,
    ...manualStore,
    engine: engineOf(test.cache),
    async answer(verb) {
      const operation = operations.find((candidate) => candidate.verb === verb)
      if (operation === undefined) throw new Error(`no ${verb} among: ${operations.map((waiting) => waiting.verb)}`)
      operation.answer()
      await flushPromises()
    },
    drain,
    async complete(call) {
      await drain()
      return call
    },
  }
}

export function engineOf(cache: Cachetta): Engine {
  return requireConfiguration(cache).engine
}

export function addressOfArgs(cache: Cachetta, ...args: readonly unknown[]): Address {
  return addressOf(requireConfiguration(cache).addressRule, args)
}
