import type { CachettaOptions } from '../../../src/index.ts'
import { fc } from '../../support/property.ts'

/** A value. `createdAt` is the time at which its computation started, or at which it was written. */
export interface Value {
  readonly createdAt: number
  readonly key: number
}

export const KEYS: readonly number[] = [1, 2]
const TAGS = ['key 1', 'key 2', 'odd', 'even']
const SPANS = [1, 5_000, 10_000, 3_600_000]

/** The tags of a value: one for its key, and one for its time. */
export function tagsOf({ createdAt, key }: Value): string[] {
  return [`key ${key}`, createdAt % 2 === 0 ? 'even' : 'odd']
}

/** The options of the caches through which commands call. If there is a memory, all caches but the last one share it. */
export const VARIANTS: readonly Partial<CachettaOptions<Value>>[] = [
  {},
  { read: false },
  { write: false },
  { duration: '10s', staleDuration: '10s' },
  { duration: '10s', staleIfError: '1h' },
  { condition: ({ createdAt }) => createdAt % 3 !== 0 },
  { condition: async ({ createdAt }) => createdAt % 2 === 0 },
  { lock: false },
  { lruSize: 2 },
]

/** One step. `variant` is an index of {@link VARIANTS}, `index` one of the running computations or waiting operations. */
export type Command =
  | { readonly do: 'call' | 'refresh' | 'lookup'; readonly variant: number; readonly key: number }
  | { readonly do: 'write' | 'invalidate'; readonly key: number }
  | { readonly do: 'invalidateAll' }
  | { readonly do: 'invalidateTags'; readonly tag: string }
  | { readonly do: 'endComputation'; readonly index: number; readonly succeeds: boolean }
  | { readonly do: 'applyOperation' | 'answerOperation' | 'failOperation'; readonly index: number }
  | { readonly do: 'advanceClock'; readonly ms: number }
  | { readonly do: 'tick'; readonly ticks: number }

const variant = fc.nat(VARIANTS.length - 1)
const key = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) })
const index = fc.nat(7)

/** Generates commands: with `hasChanges` also writes and invalidations, with `storeFails` also failures of store operations. */
export function arbitraryCommand({
  hasChanges,
  storeFails,
}: {
  readonly hasChanges: boolean
  readonly storeFails: boolean
}): fc.Arbitrary<Command> {
  const changes = hasChanges ? 1 : 0
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('call' as const), variant, key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('refresh' as const), variant, key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lookup' as const), variant, key }) },
    { weight: changes, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'invalidate' as const), key }) },
    { weight: changes, arbitrary: fc.record({ do: fc.constant('invalidateAll' as const) }) },
    {
      weight: changes,
      arbitrary: fc.record({ do: fc.constant('invalidateTags' as const), tag: fc.constantFrom(...TAGS) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('endComputation' as const),
        index,
        succeeds: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('applyOperation' as const), index }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('answerOperation' as const), index }) },
    { weight: storeFails ? 2 : 0, arbitrary: fc.record({ do: fc.constant('failOperation' as const), index }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('advanceClock' as const), ms: fc.constantFrom(...SPANS) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('tick' as const), ticks: fc.nat(6) }) },
  )
}
