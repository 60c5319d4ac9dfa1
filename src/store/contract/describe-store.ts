// The contract of a store (store.ts) as a test suite, for any runner that has `describe` and `it`.

import { InvalidOptionError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { Store } from '../store.ts'
import type { Bench, Check } from './check.ts'
import { all } from './check.ts'
import { contractChecks } from './checks.ts'

/** How the suite comes by stores. Each check gets a new one, and paths of its own. */
export interface StoreSource {
  create(): Store | Promise<Store>
  /** A second handle on the same medium. With it, persistence and exchange between handles are checked, too. */
  reopen?(store: Store): Store | Promise<Store>
  /** Spoils the entry at an address where it is kept. With it, the answer to damage is checked, too. */
  damage?(store: Store, address: Address): void | Promise<void>
  /** Gives back what `create` and `reopen` took; called after each check, also a failed one. */
  cleanup?(store: Store): void | Promise<void>
  /** What the paths of all entries begin with: for stores of files, a directory. @default 'contract' */
  readonly base?: string
}

export type MakeStore = (() => Store | Promise<Store>) | StoreSource

/** The two functions that a test runner must have. @default the globals `describe` and `it` */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(title: string, body: () => Promise<void>): unknown
}

/**
 * Checks a store against the written contract, one test per sentence. `makeStore` makes a new, working store, or says how
 * to make, reopen, damage and clean up one. Optional abilities (lock, subscribe, sync, tagged, sweep) are checked where the store has
 * them. Throws `InvalidOptionError` where neither a runner is given nor `describe` and `it` are global.
 */
export function describeStore(name: string, makeStore: MakeStore, runner: TestRunner = globalRunner()): void {
  const source = typeof makeStore === 'function' ? { create: makeStore } : makeStore
  runner.describe(name, () => {
    for (const check of contractChecks) runner.it(check.title, () => runCheck(check, source))
  })
}

/** Runs one check on a new store. Rejects with what the store did wrong. */
export async function runCheck(check: Check, source: StoreSource): Promise<void> {
  const store = await source.create()
  const reopened = await source.reopen?.(store)
  const { damage } = source
  const bench: Bench = {
    store,
    reopened,
    base: `${source.base ?? 'contract'}/${Math.random().toString(36).slice(2)}`,
    damage: damage && (async (address) => damage.call(source, store, address)),
  }
  try {
    await check.run(bench)
  } finally {
    await removeAll(bench).catch(() => undefined)
    if (reopened !== undefined) await source.cleanup?.(reopened)
    await source.cleanup?.(store)
  }
}

/** Leaves nothing behind in a medium that outlives the test. */
async function removeAll({ store, base }: Bench): Promise<void> {
  for (const { address } of await all(store.list(base))) await store.delete(address)
}

function globalRunner(): TestRunner {
  const { describe, it }: Partial<TestRunner> = globalThis as Partial<TestRunner> // what a runner put there
  if (describe !== undefined && it !== undefined) return { describe, it }
  throw new InvalidOptionError(
    'describeStore found no global describe and it; pass those of your test runner: describeStore(name, makeStore, { describe, it })',
  )
}
