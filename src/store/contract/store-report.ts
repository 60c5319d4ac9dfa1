// Runs the checks of the contract on a store, and writes down what came out.

import type { Address } from '../../key/address.ts'
import type { Store } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, findMissing } from './check.ts'

/** How `describeStore` and `checkStore` create, damage and remove stores. Each check gets a new store, and paths of its own. */
export interface StoreSource<Own extends Store = Store> {
  /** Creates a new store that works. */
  create(): Own | Promise<Own>
  /** Creates a second handle on the medium of `store`. Without it, nothing is checked with two handles. */
  reopen?(store: Own): Own | Promise<Own>
  /** Damages the stored entry at an address. Without it, damage is not checked. */
  damage?(store: Own, address: Address): void | Promise<void>
  /**
   * Ends a store as a crash of its process would: it renews no lock, and releases none. For example, closes its connection. Without it,
   * nobody checks that the lock of a dead process ends.
   */
  abandon?(store: Own): void | Promise<void>
  /**
   * Cuts the connection over which the store hears of changes by others. It may connect again. Without it, nobody checks that a store
   * notices what it has missed.
   */
  cut?(store: Own): void | Promise<void>
  /** Frees what `create` or `reopen` took. Called after each check, even if it failed, and also for an abandoned store. */
  cleanup?(store: Own): void | Promise<void>
  /** The start of the paths of all entries; for a store of files, a directory. @default 'contract' */
  readonly base?: string
}

/** A function that creates a new store, or a `StoreSource`. */
export type MakeStore<Own extends Store = Store> = (() => Own | Promise<Own>) | StoreSource<Own>

/** What came out of the checks of a store, by their titles. */
export interface StoreReport {
  /** The checks that the store has passed. */
  readonly passed: string[]
  /** The checks that the store has failed, with the faults of the store. */
  readonly failed: { readonly title: string; readonly error: unknown }[]
  /** The checks that did not apply, with the reasons: what the store or its `StoreSource` does not have. */
  readonly skipped: { readonly title: string; readonly reason: string }[]
}

export function createReport(): StoreReport {
  return { passed: [], failed: [], skipped: [] }
}

export function toSource<Own extends Store>(makeStore: MakeStore<Own>): StoreSource<Own> {
  return typeof makeStore === 'function' ? { create: makeStore } : makeStore
}

/** Runs one check on a new store. Rejects with the fault of the store, and resolves to the reason if the check did not apply. */
export async function runCheck<Own extends Store>(
  check: Check,
  source: StoreSource<Own>,
  report: StoreReport = createReport(),
): Promise<string | undefined> {
  const { title } = check
  try {
    const reason = await runOnNewStore(check, source)
    if (reason === undefined) report.passed.push(title)
    else report.skipped.push({ title, reason })
    return reason
  } catch (error) {
    report.failed.push({ title, error })
    throw error
  }
}

async function runOnNewStore<Own extends Store>(check: Check, source: StoreSource<Own>): Promise<string | undefined> {
  const store = await source.create()
  const reopened = await source.reopen?.(store)
  const { abandon, cut, damage } = source
  const context: CheckContext = {
    store,
    reopened,
    base: `${source.base ?? 'contract'}/${Math.random().toString(36).slice(2)}`,
    damage: damage && (async (address) => damage.call(source, store, address)),
    abandon: abandon && (async () => abandon.call(source, store)),
    cut: cut && (async () => cut.call(source, store)),
  }
  try {
    return findMissing(check, context) ?? (await check.run(context))
  } finally {
    await deleteEntries(reopened ?? store, context.base).catch(() => undefined)
    if (reopened !== undefined) await source.cleanup?.(reopened)
    await source.cleanup?.(store)
  }
}

/** Deletes the entries of a check, because the medium may outlive it. */
async function deleteEntries(store: Store, base: string): Promise<void> {
  for (const { address } of await collect(store.list(base))) await store.delete(address)
}
