// The contract of `Store` (store.ts) as a test suite. A store comes in, and one test per sentence of the contract goes to the
// test runner. value-checks.ts, change-checks.ts, delete-many-checks.ts, list-checks.ts, lock-checks.ts, sync-checks.ts and handle-checks.ts contain the
// checks. check.ts and expect.ts contain what they share.

import { InvalidOptionError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { Store } from '../store.ts'
import { changeChecks } from './change-checks.ts'
import type { Check, CheckContext } from './check.ts'
import { collect } from './check.ts'
import { deleteManyChecks } from './delete-many-checks.ts'
import { handleChecks } from './handle-checks.ts'
import { listChecks } from './list-checks.ts'
import { lockChecks } from './lock-checks.ts'
import { syncChecks } from './sync-checks.ts'
import { valueChecks } from './value-checks.ts'

/** How `describeStore` creates, damages and removes stores. Each test gets a new store, and paths of its own. */
export interface StoreSource<Own extends Store = Store> {
  /** Creates a new store that works. */
  create(): Own | Promise<Own>
  /** Creates a second handle on the medium of `store`. Without it, nothing is tested with two handles. */
  reopen?(store: Own): Own | Promise<Own>
  /** Damages the stored entry at an address. Without it, damage is not tested. */
  damage?(store: Own, address: Address): void | Promise<void>
  /** Frees what `create` or `reopen` took. Called after each test, even if the test failed. */
  cleanup?(store: Own): void | Promise<void>
  /** The start of the paths of all entries; for a store of files, a directory. @default 'contract' */
  readonly base?: string
}

/** A function that creates a new store, or a `StoreSource`. */
export type MakeStore<Own extends Store = Store> = (() => Own | Promise<Own>) | StoreSource<Own>

/** The two functions of a test runner that `describeStore` calls. */
export interface TestRunner {
  /** Registers a suite. `body` registers its tests. */
  describe(name: string, body: () => void): unknown
  /** Registers a test. The test fails if `body` rejects. */
  it(title: string, body: () => Promise<void>): unknown
}

/**
 * Registers tests that check a store against the contract of `Store`, one test per sentence. The optional members of a store
 * (`lock`, `subscribe`, `sync`, `tagged`, `taggedUnder`, `deleteAll`, `deleteWhere`, `deleteTagged`, `sweep`) are tested if the store has them.
 *
 * @param name the name of the suite
 * @param makeStore creates the stores
 * @param runner the functions of the test runner. @default the globals `describe` and `it`
 * @throws {InvalidOptionError} when no `runner` is given, and `describe` or `it` is not global.
 * @example
 * ```ts
 * import { memoryStore } from 'cachetta'
 * import { describeStore } from 'cachetta/testing'
 * import { describe, it } from 'vitest'
 *
 * describeStore('memoryStore', () => memoryStore(), { describe, it })
 * ```
 */
export function describeStore<Own extends Store = Store>(
  name: string,
  makeStore: MakeStore<Own>,
  runner: TestRunner = getGlobalRunner(),
): void {
  const source: StoreSource<Own> = typeof makeStore === 'function' ? { create: makeStore } : makeStore
  runner.describe(name, () => {
    for (const check of contractChecks) runner.it(check.title, () => runCheck(check, source))
  })
}

/** The contract of `Store`, one check per sentence. */
export const contractChecks: readonly Check[] = [
  ...valueChecks,
  ...changeChecks,
  ...listChecks,
  ...deleteManyChecks,
  ...lockChecks,
  ...syncChecks,
  ...handleChecks,
]

/** Runs one check on a new store. Rejects with the fault of the store. */
export async function runCheck(check: Check, source: StoreSource): Promise<void> {
  const store = await source.create()
  const reopened = await source.reopen?.(store)
  const { damage } = source
  const context: CheckContext = {
    store,
    reopened,
    base: `${source.base ?? 'contract'}/${Math.random().toString(36).slice(2)}`,
    damage: damage && (async (address) => damage.call(source, store, address)),
  }
  try {
    await check.run(context)
  } finally {
    await deleteEntries(context).catch(() => undefined)
    if (reopened !== undefined) await source.cleanup?.(reopened)
    await source.cleanup?.(store)
  }
}

/** Deletes the entries of a check, because the medium may outlive the test. */
async function deleteEntries({ store, base }: CheckContext): Promise<void> {
  for (const { address } of await collect(store.list(base))) await store.delete(address)
}

function getGlobalRunner(): TestRunner {
  const { describe, it } = globalThis as Partial<TestRunner> // test runners may add their functions to `globalThis`
  if (describe !== undefined && it !== undefined) return { describe, it }
  throw new InvalidOptionError(
    'describeStore found no global describe and it; pass those of your test runner: describeStore(name, makeStore, { describe, it })',
  )
}
