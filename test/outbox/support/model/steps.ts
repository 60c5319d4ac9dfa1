import { fc } from '../../../support/property.ts'

// What an application with an outbox does, drawn at random.

/** The lists of notes. Each is a scope of its own, and all notes are in one entry. */
export const LISTS = ['x', 'y'] as const
export type List = (typeof LISTS)[number]

export interface AppSpec {
  readonly tabs: number
  /** True if the application shows the notes all the time, so that it fetches them when they are outdated. */
  readonly isShown: boolean
  readonly onRefused: 'continue' | 'stop-scope'
}

/** One step. `index` is one of the tabs, the requests on their way, or the items. */
export type Step =
  | readonly [name: 'add', tab: number, list: List]
  | readonly [name: 'fetch' | 'go offline' | 'go online' | 'hold the store' | 'release the store', tab: number]
  | readonly [name: 'reload', tab: number, isKilled: boolean]
  | readonly [name: 'retry' | 'discard', tab: number, index: number]
  | readonly [name: 'handle' | 'answer' | 'fail' | 'refuse', index: number]
  | readonly [name: 'invalidateAll', tab: number]
  | readonly [name: 'advance' | 'set the clock', ms: number]
  | readonly [name: 'the store is full', isFull: boolean]

export const arbitraryApp: fc.Arbitrary<AppSpec> = fc.record({
  tabs: fc.constantFrom(1, 2, 3),
  isShown: fc.boolean(),
  onRefused: fc.constantFrom('continue', 'stop-scope'),
})

const tab = fc.nat(2)
const index = fc.nat(3)

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('add'), tab, fc.constantFrom(...LISTS)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('fetch'), tab) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('answer'), index) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('handle', 'handle', 'fail', 'refuse'), index) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('reload'), tab, fc.boolean()) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('go offline', 'go online', 'hold the store', 'release the store'), tab),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('retry', 'discard'), tab, index) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('advance'), fc.constantFrom(1, 1_000, 5_000, 60_000)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('set the clock'), fc.constantFrom(-3_600_000, -1, 3_600_000)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('invalidateAll'), tab) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('the store is full'), fc.boolean()) },
)

export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(arbitraryStep, { minLength: 3, maxLength: 24 })
