import { configurationOf } from '../../../src/cachetta/cachetta.ts'
import { addressOf } from '../../../src/key/address-of.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import type { Cachetta, CachettaOptions } from '../../../src/index.ts'
import type { Address } from '../../../src/key/address.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { fnByHand, settled } from '../../support/by-hand.ts'
import type { Operation, StoreByHand } from './store-by-hand.ts'
import { storeByHand } from './store-by-hand.ts'

export interface HandCache extends TestCache, StoreByHand {
  readonly engine: Engine
  /** Lets the oldest operation of this kind act and its caller learn of it, then lets all happen that is due. */
  answer(verb: Operation['verb']): Promise<void>
  /** Answers everything that is asked of the store, until nothing is asked any more. */
  drain(): Promise<void>
}

/** A cache over a store that waits for the test with every answer. */
export function handCache(options: Partial<CachettaOptions> = {}, kind: { readonly locks?: boolean } = {}): HandCache {
  const hand = storeByHand(kind)
  const test = createTestCache({ ...options, store: hand.store })
  return {
    ...test,
    ...hand,
    engine: engineBehind(test.cache),
    async answer(verb) {
      const operation = hand.operations.find((each) => each.verb === verb)
      if (operation === undefined) throw new Error(`nothing to ${verb}: ${hand.operations.map((each) => each.verb)}`)
      operation.answer()
      await settled()
    },
    async drain() {
      await settled()
      while (hand.operations.length > 0) {
        for (const operation of [...hand.operations]) operation.answer()
        await settled()
      }
    },
  }
}

export function engineBehind(cache: Cachetta): Engine {
  return configurationOf(cache).engine
}

export function addressOfArgs(cache: Cachetta, ...args: readonly unknown[]): Address {
  return addressOf(configurationOf(cache).rule, args)
}

export { fnByHand, settled }
