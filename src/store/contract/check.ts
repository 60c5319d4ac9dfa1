import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'

/** One sentence of the contract, and the code that checks it. */
export interface Check {
  readonly title: string
  /** What a store or its `StoreSource` needs, so that there is something to check. */
  readonly needs: readonly Need[]
  /** How long the check may take, in milliseconds. Absent: as long as the test runner allows. */
  readonly timeout?: number
  /**
   * Rejects with an error that says what the store did, and what it should have done. Resolves to a text that says why there was
   * nothing to check.
   */
  run(context: CheckContext): Promise<string | undefined>
}

/** What a check works with. */
export interface CheckContext {
  readonly store: Store
  /** The start of all paths. No other check uses it. */
  readonly base: string
  /** A second handle on the same medium. */
  readonly reopened?: Store | undefined
  /** Damages a stored entry. */
  readonly damage?: ((address: Address) => Promise<void>) | undefined
  /** Ends `store` as a crash of its process would. */
  readonly abandon?: (() => Promise<void>) | undefined
  /** Cuts the connection over which `store` hears of changes. */
  readonly cut?: (() => Promise<void>) | undefined
}

type SourceNeed = 'reopened' | 'damage' | 'abandon' | 'cut'
type SyncNeed = 'sync.deleteAll' | 'sync.lock'
type OptionalMember = { [Name in keyof Store]-?: Store extends Record<Name, unknown> ? never : Name }[keyof Store]

/** An optional member of a store, or of a `StoreSource`. */
export type Need = OptionalMember | SourceNeed | SyncNeed

type StoreWith<Needed> = Store & Required<Pick<Store, Extract<Needed, OptionalMember>>>

/** The context of a check whose needs are met. Both handles are of one kind, so they have the same members. */
type ContextWith<Needed extends Need> = CheckContext & {
  readonly [Name in Extract<Needed, SourceNeed>]: NonNullable<CheckContext[Name]>
} & {
  readonly store: StoreWith<Needed>
} & ('reopened' extends Needed ? { readonly reopened: StoreWith<Needed> } : unknown)

interface CheckOptions {
  readonly timeout?: number
}

export function createCheck<const Needed extends Need = never>(
  title: string,
  needs: readonly Needed[],
  run: (context: ContextWith<Needed>) => Promise<unknown>,
  options: CheckOptions = {},
): Check {
  return {
    title,
    needs,
    ...options,
    async run(context) {
      const reason = await run(context as ContextWith<Needed>) // `findMissing` was asked before
      return typeof reason === 'string' ? reason : undefined
    },
  }
}

/** Returns what a check needs and the store or its `StoreSource` does not have, as a sentence. */
export function findMissing({ needs }: Check, context: CheckContext): string | undefined {
  const missing = needs.find((need) => !hasNeed(need, context))
  if (missing === undefined) return undefined
  return isSourceNeed(missing)
    ? `the StoreSource has no ${missing === 'reopened' ? 'reopen' : missing}`
    : `the store has no ${missing}`
}

function hasNeed(need: Need, context: CheckContext): boolean {
  if (isSourceNeed(need)) return context[need] !== undefined
  const { store } = context
  if (need === 'sync.deleteAll') return typeof store.sync?.deleteAll === 'function'
  if (need === 'sync.lock') return typeof store.sync?.lock === 'function'
  // A member of another type is found by the check of the members.
  if (need === 'expires' || need === 'hasOrder') return store[need] === true
  return typeof store[need] === (need === 'sync' ? 'object' : 'function')
}

function isSourceNeed(need: Need): need is SourceNeed {
  return need === 'reopened' || need === 'damage' || need === 'abandon' || need === 'cut'
}

const storedAt = Date.UTC(2024, 1, 29, 12, 30, 15, 250)

export function createAddress({ base }: CheckContext, name: string, key = ''): Address {
  return { path: `${base}/${name}`, key, exact: false }
}

/** Creates an address as for a path that a path function returned. */
export function createExactAddress(context: CheckContext, name: string, key: string): Address {
  return { ...createAddress(context, name, key), exact: true }
}

export function createEntry(address: Address, value: unknown, more: Partial<Entry> = {}): Entry {
  return { key: address.key, storedAt, tags: [], value, ...more }
}

export async function setValue(store: Store, address: Address, value: unknown, more?: Partial<Entry>): Promise<void> {
  await store.set(address, createEntry(address, value, more), builtInTypes)
}

/** Reads a value. It comes in an object, so that a stored `undefined` differs from a missing entry. */
export async function getValue(store: Store, address: Address): Promise<{ readonly value: unknown } | null> {
  const entry = await store.get(address, builtInTypes)
  return entry && { value: entry.value }
}

export async function collect(list: AsyncIterable<EntryStat>): Promise<EntryStat[]> {
  const found: EntryStat[] = []
  for await (const stat of list) found.push(stat)
  return found
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
