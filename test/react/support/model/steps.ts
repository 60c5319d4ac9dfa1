import { fc } from '../../../support/property.ts'

// What an application does, drawn at random: the hooks that it has, and the steps that it takes.

export const KEYS = ['a', 'b', 'c'] as const
/** The key of an entry. */
export type Key = (typeof KEYS)[number]

/** Each session has a cache of its own. */
export const SESSIONS = [0, 1] as const
export type Session = (typeof SESSIONS)[number]

/** The ways in which a component uses the hook. `use` needs React 19; on earlier releases it does what `suspense` does. */
const VARIANTS = [
  'plain',
  'select',
  'keepPreviousData',
  'fallbackData',
  'suspense',
  'suspense, select',
  'suspense, keepPreviousData',
  'use',
  'use, select',
] as const

/** A component, for as long as the application lives. `follows`: its key is a deferred value. */
export interface HookSpec {
  readonly variant: (typeof VARIANTS)[number]
  readonly follows: boolean
}

/** What an application consists of. */
export interface AppSpec {
  readonly hooks: readonly HookSpec[]
  /** True if all components are under one Suspense boundary. */
  readonly isOneBoundary: boolean
  /** `late`: the store answers when the sequence says so. */
  readonly store: 'memory' | 'late'
  /** True if both sessions have one store, and one engine. */
  readonly isSharedStore: boolean
  /** True if the store has an entry of each key from the start. */
  readonly hasEntries: boolean
  readonly dedupingInterval: number
}

/** How a mutation changes an entry. `late`: it ends when the sequence says so. */
export interface MutationSpec {
  readonly late: boolean
  readonly optimistic: boolean
  readonly populateCache: boolean
  readonly revalidate: boolean
  readonly rollbackOnError: boolean
}

/** One step. `hook` is an index of the components, `index` one of the running requests, mutations or store operations. */
export type Step =
  | readonly [name: 'mount' | 'go' | 'go in a transition', hook: number, key: Key | null]
  | readonly [name: 'unmount' | 'hide' | 'show' | 'reset' | 'refetch by', hook: number]
  | readonly [name: 'change the session' | 'change the session in a transition']
  | readonly [name: 'answer' | 'fail' | 'answer the store', index: number]
  | readonly [name: 'mutate', key: Key, options: MutationSpec]
  | readonly [name: 'end a mutation', index: number, succeeds: boolean]
  | readonly [name: 'clear', key: Key, revalidate: boolean]
  | readonly [name: 'refetch' | 'invalidate' | 'invalidateTags', key: Key]
  | readonly [name: 'invalidateAll' | 'pause' | 'focus']
  | readonly [name: 'advance', ms: number]

export const arbitraryApp: fc.Arbitrary<AppSpec> = fc.record({
  hooks: fc.array(fc.record({ variant: fc.constantFrom(...VARIANTS), follows: fc.boolean() }), {
    minLength: 2,
    maxLength: 4,
  }),
  isOneBoundary: fc.boolean(),
  store: fc.constantFrom('memory', 'late'),
  isSharedStore: fc.boolean(),
  hasEntries: fc.boolean(),
  dedupingInterval: fc.constantFrom(0, 2_000),
})

const hook = fc.nat(3)
const key = fc.constantFrom<Key>('a', 'a', 'a', 'b', 'c')
const keyOrNone = fc.constantFrom<Key | null>('a', 'a', 'a', 'b', 'b', 'c', null)
const index = fc.nat(4)
const mutation = fc.record({
  late: fc.boolean(),
  optimistic: fc.boolean(),
  populateCache: fc.boolean(),
  revalidate: fc.boolean(),
  rollbackOnError: fc.boolean(),
})

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('mount'), hook, keyOrNone) },
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom('go', 'go in a transition'), hook, keyOrNone) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('unmount', 'hide', 'show', 'reset', 'refetch by'), hook) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('change the session', 'change the session in a transition')) },
  { weight: 10, arbitrary: fc.tuple(fc.constantFrom('answer', 'answer', 'answer', 'fail'), index) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('answer the store'), index) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('mutate'), key, mutation) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('end a mutation'), index, fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear'), key, fc.boolean()) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('refetch', 'invalidate', 'invalidateTags'), key) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('invalidateAll', 'pause', 'focus')) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('advance'), fc.constantFrom(100, 300, 3_000, 60_000)) },
) as fc.Arbitrary<Step>

export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(arbitraryStep, {
  minLength: 1,
  maxLength: 30,
  size: 'max',
})
