import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { MutateOptions } from '../../src/index.ts'
import type { MutationOptions, MutationResult, Result } from '../../src/react.ts'
import { CachettaProvider, useCachettaMutation } from '../../src/react.ts'
import { createDeferredFunction } from '../support/deferred.ts'
import { render } from '../support/render.tsx'
import { createManualFetcher } from './support/manual-fetcher.ts'
import { settle } from './support/settle.ts'
import { useAny } from './support/show-entry.tsx'
import { createTestApp } from './support/test-app.tsx'

/** What gets the options: the hook, one trigger, a provider, or the `mutate` of `useCachetta`. */
type Place = 'hook' | 'trigger' | 'provider' | 'mutate'

type Options = MutationOptions

/** A component that shows an entry with the data `one`, and can change it. */
interface MutationPage {
  /** The data on the screen. */
  readonly shown: string | null
  /** The requests for the entry, without the first. */
  readonly refetches: number
  readonly mutation: MutationResult<unknown, unknown>
  /** Begins a change. `outcome` is called with its result, or its error. */
  change(): Promise<{ readonly outcome: (result: unknown) => void }>
  /** Ends the change. */
  answer(result: unknown): Promise<void>
  fail(error: unknown): Promise<void>
}

async function openPage(place: Place, options: Options): Promise<MutationPage> {
  const app = createTestApp()
  const server = createManualFetcher()
  const { fn: send, calls } = createDeferredFunction<[key: unknown, context: { arg: unknown }], unknown>()
  let entry: Result | undefined
  let mutation: MutationResult<unknown, unknown> | undefined
  function Page(): ReactNode {
    entry = useAny('a', server.fetcher)
    mutation = useCachettaMutation('a', send as never, place === 'hook' ? options : {}) as typeof mutation
    return <p>{JSON.stringify(entry.data)}</p>
  }
  const { container } = render(
    <app.Provider>
      <CachettaProvider options={place === 'provider' ? (options as object) : {}}>
        <Page />
      </CachettaProvider>
    </app.Provider>,
  )
  await settle()
  await server.answer('one')
  const start = () =>
    place === 'mutate'
      ? entry?.mutate(() => send('a', { arg: 'new' }), options as MutateOptions)
      : mutation?.trigger('new', place === 'trigger' ? options : undefined)
  return {
    get shown() {
      return container.textContent
    },
    get refetches() {
      return server.requests.length - 1
    },
    get mutation() {
      return mutation as MutationResult<unknown, unknown> // there since the first render
    },
    async change() {
      const outcome = vi.fn()
      await settle(() => start()?.then(outcome, outcome))
      return { outcome }
    },
    answer: (result) => settle(() => calls.at(-1)?.resolve(result)),
    fail: (error) => settle(() => calls.at(-1)?.reject(error)),
  }
}

const error = new Error('refused')

/** One test for each option of `mutate`, which a mutation has, too. The type makes sure that none is missing. */
const mutateTests: { readonly [Name in keyof Required<MutateOptions>]: (place: Place) => Promise<void> } = {
  async optimisticData(place) {
    const data = await openPage(place, { optimisticData: 'new' })
    await data.change()
    expect(data.shown).toBe('"new"')
    const optimisticData = vi.fn((committed: unknown, shown: unknown) => `${committed}, ${shown}+`)
    const summed = await openPage(place, { optimisticData })
    await summed.change()
    await summed.change()
    expect(summed.shown).toBe('"one, one, one++"')
    expect(optimisticData.mock.calls).toEqual([
      ['one', 'one'],
      ['one', 'one, one+'],
    ])
  },
  async populateCache(place) {
    const result = await openPage(place, { populateCache: true, revalidate: false })
    await result.change()
    await result.answer('new')
    expect(result.shown).toBe('"new"')
    const none = await openPage(place, { populateCache: false, revalidate: false })
    await none.change()
    await none.answer('new')
    expect(none.shown).toBe('"one"')
    const populateCache = (added: unknown, committed: unknown) => `${committed}, ${added}`
    const made = await openPage(place, { populateCache, revalidate: false })
    await made.change()
    await made.answer('two')
    expect(made.shown).toBe('"one, two"')
  },
  async revalidate(place) {
    const never = await openPage(place, { revalidate: false })
    await never.change()
    await never.answer('new')
    expect(never.refetches).toBe(0)
    const revalidate = vi.fn(() => true)
    const chosen = await openPage(place, { revalidate, populateCache: true })
    await chosen.change()
    await chosen.answer('new')
    expect(revalidate.mock.calls).toEqual([['new', 'a']])
    expect(chosen.refetches).toBe(1)
  },
  async rollbackOnError(place) {
    const kept = await openPage(place, { optimisticData: 'new', rollbackOnError: false, revalidate: false })
    await kept.change()
    await kept.fail(error)
    expect(kept.shown).toBe('"new"')
    const rollbackOnError = vi.fn(() => true)
    const rolledBack = await openPage(place, { optimisticData: 'new', rollbackOnError, revalidate: false })
    await rolledBack.change()
    await rolledBack.fail(error)
    expect(rollbackOnError.mock.calls).toEqual([[error]])
    expect(rolledBack.shown).toBe('"one"')
  },
  async throwOnError(place) {
    const silent = await openPage(place, { throwOnError: false })
    const { outcome } = await silent.change()
    await silent.fail(error)
    expect(outcome).toHaveBeenCalledExactlyOnceWith(undefined)
  },
}

type OwnTests = {
  readonly [Name in Exclude<keyof Required<MutationOptions>, keyof MutateOptions>]: typeof mutateTests.revalidate
}

/** One test for each option that only a mutation has. */
const ownTests: OwnTests = {
  async onError(place) {
    const onError = vi.fn()
    const page = await openPage(place, { onError })
    await page.change()
    await page.fail(error)
    expect(onError.mock.calls).toEqual([[error, 'a']])
  },
  async onSuccess(place) {
    const onSuccess = vi.fn()
    const page = await openPage(place, { onSuccess })
    onSuccess.mockClear() // a provider's is also called for the entry
    await page.change()
    await page.answer('sent')
    expect(onSuccess.mock.calls).toEqual([['sent', 'a']])
  },
  async use(place) {
    const page = await openPage(place, {
      use: [(next) => (key, fetcher, options) => Object.assign(next(key, fetcher, options), { isWrapped: true })],
    })
    expect(page.mutation).toMatchObject({ isWrapped: true })
  },
}

const { use, ...ofTriggers } = ownTests

describe.each(['hook', 'trigger', 'mutate'] as const)(
  'an option of a mutation, given to the %s, does what the table says',
  (place) => {
    it.each(Object.entries(mutateTests))('%s', (_name, test) => test(place))
  },
)

describe.each(['hook', 'provider'] as const)(
  'an option of a mutation, given to the %s, does what the docs say',
  (place) => {
    it.each(Object.entries(ownTests))('%s', (_name, test) => test(place))
  },
)

describe('an option of a mutation, given to the trigger, does what the docs say', () => {
  it.each(Object.entries(ofTriggers))('%s', (_name, test) => test('trigger'))
})

describe('`undefined` is no value of an option', () => {
  const absent = { populateCache: undefined, onSuccess: undefined } as unknown as Options

  it.each(['hook', 'trigger'] as const)('in the options of the %s', async (place) => {
    const page = await openPage(place, absent)
    await page.change()
    await page.answer('new')
    expect(page.shown).toBe('"one"')
    expect(page.refetches).toBe(1)
  })
})
