import type { ReactNode } from 'react'
import { Suspense } from 'react'
import type { Result } from '../../../src/react.ts'
import { CachettaProvider, useCachettaAll, useCachettaInfinite } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import type { ManualFetcher } from './manual-fetcher.ts'
import { createManualFetcher } from './manual-fetcher.ts'
import { settle } from './settle.ts'
import { useAny } from './show-entry.tsx'
import type { TestApp } from './test-app.tsx'
import { createTestApp } from './test-app.tsx'

/** The hooks that fetch data. They have most options in common. */
export type FetchingHook = 'useCachetta' | 'useCachettaAll' | 'useCachettaInfinite'

/** What gets the options: the hook, or a provider above it. */
export type OptionPlace = 'hook' | 'provider'

type GivenOptions = Readonly<Record<string, unknown>>

/** A component with one hook, for the test of an option. A list has one page. */
export interface OptionPage {
  readonly app: TestApp
  readonly server: ManualFetcher
  readonly result: Result
  /** The data on the screen, of a list its first page. The text `waits` while the component is suspended. */
  readonly shown: unknown
  /** The number of requests so far. */
  readonly requests: number
  answer(data: unknown): Promise<void>
  fail(error: unknown): Promise<void>
  setKey(key: string): Promise<void>
  unmount(): Promise<void>
  /** The number of entries in the store. */
  countStored(): Promise<number>
}

/** Opens pages with one hook, whose options are given at one place. */
export interface OptionTest {
  /** Mounts the component. `before`: a page whose cache, browser and server this one shares. `fetcher`: that of the hook. */
  open(
    options?: GivenOptions,
    before?: Pick<OptionPage, 'app' | 'server'>,
    fetcher?: ManualFetcher['fetcher'] | null,
  ): Promise<OptionPage>
  /** Returns what an option calls the data: of a list it is a list of pages. */
  wrap(data: unknown): unknown
  /** Returns the data, of a list the first page. */
  unwrap(data: unknown): unknown
}

export function createOptionTest(hook: FetchingHook, place: OptionPlace): OptionTest {
  const wrap = (data: unknown) => (hook === 'useCachettaInfinite' ? [data] : data)
  const unwrap = (data: unknown) => (Array.isArray(data) ? data[0] : data)
  const useHook = hooks[hook]
  const open: OptionTest['open'] = async (
    options = {},
    { app, server } = { app: createTestApp(), server: createManualFetcher() },
    fetcher = server.fetcher,
  ) => {
    const isOfHook = place === 'hook'
    let result: Result | undefined
    function Shown({ name }: { name: string }): ReactNode {
      result = useHook(name, fetcher, isOfHook ? options : {})
      return <p>{JSON.stringify(result.data)}</p>
    }
    const createElement = (name: string) => (
      <app.Provider>
        <CachettaProvider options={isOfHook ? {} : options}>
          <Suspense fallback={<p>"waits"</p>}>
            <Shown name={name} />
          </Suspense>
        </CachettaProvider>
      </app.Provider>
    )
    const rendered = render(createElement('a'))
    await settle()
    return {
      app,
      server,
      get result() {
        return result as Result // there since the first render
      },
      get shown() {
        const text = rendered.container.textContent
        return text ? unwrap(JSON.parse(text)) : undefined
      },
      get requests() {
        return server.requests.length
      },
      answer: (data) => server.answer(data),
      fail: (error) => server.fail(error),
      setKey: (key) => settle(() => rendered.rerender(createElement(key))),
      unmount: () => settle(() => rendered.unmount()),
      async countStored() {
        let count = 0
        for await (const _entry of app.cache.entries()) count += 1
        return count
      },
    }
  }
  return { open, wrap, unwrap }
}

type UseHook = (key: string, fetcher: unknown, options: GivenOptions) => Result

const hooks: Readonly<Record<FetchingHook, UseHook>> = {
  useCachetta: useAny,
  useCachettaAll(key, fetcher, options) {
    const [result] = useCachettaAll([{ key, fetcher: fetcher as never, ...options }])
    return result as Result
  },
  useCachettaInfinite(key, fetcher, options) {
    const getKey = (index: number) => index === 0 && key
    return useCachettaInfinite(getKey, fetcher as never, options as never) as unknown as Result
  },
}
