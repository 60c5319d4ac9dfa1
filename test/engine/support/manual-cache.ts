import { requireConfiguration } from '../../../src/cachetta/options/configuration.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import type { Cachetta, CachettaOptions } from '../../../src/index.ts'
import type { Address } from '../../../src/key/address.ts'
import { addressOf } from '../../../src/key/address-of.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import type { ManualStore, Operation } from './manual-store.ts'
import { createManualStore } from './manual-store.ts'

export interface ManualCache extends TestCache, ManualStore {
  readonly engine: Engine
  /** Lets the oldest operation of this kind act and its caller learn of it, then lets all happen that is due. */
  answer(verb: Operation['verb']): Promise<void>
  /** Answers everything that is asked of the store, until nothing is asked any more. */
  drain(): Promise<void>
}

/** A cache over a store that waits for the test with every answer. */
export function createManualCache(
  options: Partial<CachettaOptions> = {},
  kind: { readonly locks?: boolean } = {},
): ManualCache {
  const manual = createManualStore(kind)
  const test = createTestCache({ ...options, store: manual.store })
  return {
    ...test,
    ...manual,
    engine: engineOf(test.cache),
    async answer(verb) {
      const operation = manual.operations.find((each) => each.verb === verb)
      if (operation === undefined) throw new Error(`nothing to ${verb}: ${manual.operations.map((each) => each.verb)}`)
      operation.answer()
      await flushPromises()
    },
    async drain() {
      await flushPromises()
      while (manual.operations.length > 0) {
        for (const operation of [...manual.operations]) operation.answer()
        await flushPromises()
      }
    },
  }
}

export function engineOf(cache: Cachetta): Engine {
  return requireConfiguration(cache).engine
}

export function addressOfArgs(cache: Cachetta, ...args: readonly unknown[]): Address {
  return addressOf(requireConfiguration(cache).addressRule, args)
}

export { createDeferredFunction, flushPromises }
