import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { InfiniteResult } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { fc } from '../../support/property.ts'
import { isStrict, reactRelease, render } from '../../support/render.tsx'
import type { BookPage } from '../support/book-server.ts'
import { BookServer, FIRST_PAGE, isPage, LAST_PAGE } from '../support/book-server.ts'
import type { OracleOptions } from '../support/list-oracle.ts'
import { ListOracle } from '../support/list-oracle.ts'
import { settle } from '../support/settle.ts'
import { createTestApp } from '../support/test-app.tsx'

// Random sequences of what applications do with lists. A failure prints the shortest sequence that fails, and its seed.

const usualRuns = reactRelease === 19 && !isStrict ? 100 : 20 // of each of the two tests
const numRuns = Number(process.env['CACHETTA_RUNS'] ?? (process.env['CACHETTA_LONG'] ? 5_000 : usualRuns))
const timeout = process.env['CACHETTA_LONG'] ? 1_800_000 : 120_000 // a sequence takes long on a busy machine

type HookName = 'one' | 'two'

/** What an application does. */
type Step =
  | readonly [name: 'mount' | 'unmount' | 'fetchNext' | 'fetchPrevious' | 'refetch' | 'forget', hook: HookName]
  | readonly [name: 'setSize', hook: HookName, size: number]
  | readonly [name: 'write' | 'write and refetch', hook: HookName, index: number]
  | readonly [name: 'change on the server' | 'invalidate', at: number]
  | readonly [name: 'answer' | 'fail', index: number]
  | readonly [name: 'advance', ms: number]
  | readonly [name: 'focus' | 'invalidateAll']

const hook = fc.constantFrom<HookName>('one', 'two')
const at = fc.integer({ min: FIRST_PAGE, max: LAST_PAGE })
const index = fc.nat({ max: 3 })

const steps = {
  usual: [
    fc.tuple(fc.constantFrom('mount', 'unmount', 'refetch', 'forget'), hook),
    fc.tuple(fc.constantFrom('fetchNext', 'fetchPrevious'), hook),
    fc.tuple(fc.constant('setSize'), hook, fc.integer({ min: 1, max: 9 })),
    fc.tuple(fc.constantFrom('write', 'write and refetch'), hook, index),
    fc.tuple(fc.constantFrom('change on the server', 'invalidate'), at),
    fc.tuple(fc.constant('advance'), fc.constantFrom(500, 10_000, 90_000)),
    fc.tuple(fc.constantFrom('focus', 'invalidateAll')),
  ],
  ofNetwork: [fc.tuple(fc.constantFrom('answer', 'answer', 'answer', 'fail'), index)],
}

const options = fc.record({
  initialSize: fc.integer({ min: 1, max: 3 }),
  maxPages: fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY),
  revalidateAll: fc.boolean(),
  duration: fc.constantFrom(0, 60_000),
  parallel: fc.boolean(),
})

type ListOptions = OracleOptions & { readonly parallel: boolean }

const keyOf = (at: number | null | undefined) => at != null && isPage(at) && ['book', at]

function toHookOptions({ parallel, ...rest }: ListOptions) {
  return {
    ...rest,
    parallel,
    focusThrottleInterval: 0,
    errorRetryCount: 0,
    getPreviousKey: (at: number, next: BookPage | null) => keyOf(parallel ? at : next?.before),
  }
}

/** An application with up to two lists of one key. */
class ListApp {
  readonly app = createTestApp()
  readonly server = new BookServer()
  readonly results = new Map<HookName, InfiniteResult<BookPage>>()
  readonly #mounted = new Set<HookName>()
  readonly #options: ListOptions
  readonly #rendered
  #notes = 0

  constructor(options: ListOptions) {
    this.#options = options
    this.#rendered = render(this.#createElement())
  }

  get isMounted(): boolean {
    return this.#mounted.size > 0
  }

  /** Does one step. The oracle does the same, if there is one. */
  async run([name, ...args]: Step, oracle?: ListOracle): Promise<void> {
    const [hook, count] = args as [HookName, number]
    const list = this.results.get(hook) ?? [...this.results.values()][0]
    if (name === 'mount' && !this.#mounted.has(hook)) {
      oracle?.mount()
      await settle(() => this.#show(hook, true))
    } else if (name === 'unmount') {
      await settle(() => this.#show(hook, false))
    } else if (name === 'advance') {
      if (oracle) oracle.now += args[0] as number
      await this.app.advance(args[0] as number)
    } else if (name === 'change on the server') this.server.change(args[0] as number)
    else if (name === 'answer') await settle(() => this.server.answer(args[0] as number))
    else if (name === 'fail') await settle(() => this.server.fail(args[0] as number))
    else if (name === 'invalidate') {
      oracle?.invalidate(args[0] as number, this.isMounted)
      await settle(() => void this.app.cache.invalidate('book', args[0]))
    } else if (name === 'invalidateAll') {
      oracle?.forgetAll(this.isMounted)
      await settle(() => void this.app.cache.invalidateAll())
    } else if (name === 'focus') {
      if (this.isMounted) oracle?.focus()
      await this.app.browser.focus()
    } else if (list) await settle(() => this.#change(name, list, count, oracle))
  }

  #change(name: Step[0], list: InfiniteResult<BookPage>, count: number, oracle?: ListOracle): void {
    if (name === 'fetchNext' || name === 'fetchPrevious') {
      oracle?.fetchMore(name === 'fetchNext' ? 1 : -1)
      void list[name]()
    } else if (name === 'setSize') {
      oracle?.setSize(count)
      void list.setSize(count)
    } else if (name === 'refetch') {
      oracle?.refetch()
      void list.mutate()
    } else if (name === 'forget') {
      oracle?.forgetShown()
      void list.mutate(undefined)
    } else if (name === 'write' || name === 'write and refetch') {
      const note = ++this.#notes
      oracle?.write(count, note, name === 'write and refetch')
      const write = (pages: BookPage[] = []) => pages.map((page, index) => (index === count ? { ...page, note } : page))
      void list.mutate(write, { revalidate: name === 'write and refetch' })
    }
  }

  /** Answers all requests, and those that follow from the answers. */
  async settleAll(): Promise<void> {
    while (!this.server.isIdle) await settle(() => this.server.answer(0))
  }

  async close(): Promise<void> {
    await settle(() => this.#rendered.unmount())
  }

  #show(hook: HookName, isShown: boolean): void {
    if (isShown) this.#mounted.add(hook)
    else this.#mounted.delete(hook)
    this.results.delete(hook)
    this.#rendered.rerender(this.#createElement())
  }

  #createElement() {
    const { Provider } = this.app
    const hooks = [...this.#mounted].sort()
    return (
      <Provider>
        {hooks.map((name) => (
          <List key={name} name={name} app={this} options={this.#options} />
        ))}
      </Provider>
    )
  }
}

function List({ name, app, options }: { name: HookName; app: ListApp; options: ListOptions }): ReactNode {
  const getKey = (at: number, previous: BookPage | null) => keyOf(options.parallel || at === 0 ? at : previous?.after)
  const list = useCachettaInfinite(
    getKey as never,
    app.server.fetcher as never,
    toHookOptions(options) as never,
  ) as unknown as InfiniteResult<BookPage>
  app.results.set(name, list)
  const { data, error, isLoading, isValidating, size, hasNext, hasPrevious } = list
  return <p>{JSON.stringify([data, error, isLoading, isValidating, size, hasNext, hasPrevious])}</p>
}

const readList = ({ data, error, hasNext, hasPrevious, isValidating, size }: InfiniteResult<BookPage>) => ({
  data,
  error,
  hasNext,
  hasPrevious,
  isValidating,
  size,
})

describe('an infinite list, whatever an application does with it (53)', () => {
  it(
    'shows the pages that the documentation promises, and asks for no others',
    async () => {
      const sequences = fc.array(fc.oneof(...steps.usual), { minLength: 1, maxLength: 8 })
      await fc.assert(
        fc.asyncProperty(options, sequences, async (listOptions, sequence) => {
          const list = new ListApp(listOptions)
          const oracle = new ListOracle(listOptions, list.server)
          try {
            for (const step of [['mount', 'one'], ...sequence] as Step[]) {
              await list.run(step, oracle)
              await list.settleAll()
              for (const result of list.results.values()) {
                expect(readList(result)).toEqual({
                  data: oracle.shown.length > 0 ? oracle.shown : undefined,
                  error: undefined,
                  hasNext: oracle.hasNext,
                  hasPrevious: oracle.hasPrevious,
                  isValidating: false,
                  size: oracle.size,
                })
              }
              expect(list.server.requested.splice(0).sort()).toEqual(oracle.requested.splice(0).sort())
            }
          } finally {
            await list.close()
          }
        }),
        { numRuns },
      )
    },
    timeout,
  )

  it(
    'shows the same pages in all hooks, and the truth after `mutate()`, in any order of answers',
    async () => {
      const sequences = fc.array(fc.oneof(...steps.usual, ...steps.ofNetwork), { minLength: 1, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(options, sequences, async (listOptions, sequence) => {
          const list = new ListApp(listOptions)
          try {
            for (const step of [['mount', 'one'], ['mount', 'two'], ...sequence] as Step[]) await list.run(step)
            await list.run(['mount', 'one'])
            await list.run(['mount', 'two'])
            await list.settleAll()
            if (!sequence.some(([name]) => name === 'fail')) checkQuiet(list, listOptions)
            await list.run(['refetch', 'one'])
            await list.settleAll()
            const { data = [] } = checkQuiet(list, listOptions)
            expect(data).toEqual(data.map(({ at }) => list.server.page(at)))
          } finally {
            await list.close()
          }
        }),
        { numRuns },
      )
    },
    timeout,
  )
})

/** Checks what holds whenever all requests are answered. */
function checkQuiet(list: ListApp, { maxPages }: ListOptions) {
  const [one, two] = [...list.results.values()].map(readList)
  expect(two).toEqual(one)
  const { data = [], isValidating, error, size = 0 } = one ?? {}
  expect({ isValidating, error }).toEqual({ isValidating: false, error: undefined })
  expect(size).toBeLessThanOrEqual(maxPages)
  const first = data[0]?.at ?? 0
  expect(data.map(({ at }) => at)).toEqual(data.map((_, index) => first + index))
  const isWhole = data.length === size || data.at(-1)?.after === null
  expect(isWhole).toBe(true)
  return one as NonNullable<typeof one>
}
