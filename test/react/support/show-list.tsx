import type { ReactNode } from 'react'
import type { InfiniteOptions, InfiniteResult } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import type { ManualFetcher } from './manual-fetcher.ts'
import { createManualFetcher } from './manual-fetcher.ts'
import { settle } from './settle.ts'
import type { TestApp } from './test-app.tsx'
import { createTestApp } from './test-app.tsx'

export type GetPageKey = (index: number, previousPage: unknown) => unknown

/** Options of a list whose pages and keys are not known to the types. */
export type ListTestOptions = Omit<InfiniteOptions, 'getPreviousKey'> & { readonly getPreviousKey?: GetPageKey }

export interface MountedList {
  readonly result: InfiniteResult<unknown>
  /** The data of each render, in StrictMode that of every second one. */
  readonly renders: readonly unknown[]
  setGetKey(getKey: GetPageKey): Promise<void>
  unmount(): Promise<void>
}

/** Returns a key function for the pages of a list with this name. */
export const createGetKey =
  (name: string): GetPageKey =>
  (index) => [name, index]

/** Mounts a list whose component reads all fields while it renders. */
export async function showList(
  { Provider }: Pick<TestApp, 'Provider'>,
  getKey: GetPageKey,
  { fetcher }: Pick<ManualFetcher, 'fetcher'>,
  options: ListTestOptions = {},
): Promise<MountedList> {
  let result: InfiniteResult<unknown> | undefined
  const renders: unknown[] = []
  function List({ getPageKey }: { getPageKey: GetPageKey }): ReactNode {
    result = useCachettaInfinite(getPageKey as never, fetcher as never, options as never) as InfiniteResult<unknown>
    const { data, error, hasNext, hasPrevious, isLoading, isValidating, size } = result
    renders.push(data)
    return <p>{JSON.stringify([data, String(error), isLoading, isValidating, size, hasNext, hasPrevious])}</p>
  }
  const createElement = (getPageKey: GetPageKey) => (
    <Provider>
      <List getPageKey={getPageKey} />
    </Provider>
  )
  const rendered = render(createElement(getKey))
  await settle()
  return {
    get result() {
      return result as InfiniteResult<unknown> // there since the first render
    },
    get renders() {
      return renders
    },
    setGetKey: (next) => settle(() => rendered.rerender(createElement(next))),
    unmount: () => settle(() => rendered.unmount()),
  }
}

/** Mounts a list of `size` pages, and answers their requests with `p0`, `p1` and so on. */
export async function showPages(
  size: number,
  options: ListTestOptions = {},
  app: TestApp = createTestApp(),
): Promise<{ readonly app: TestApp; readonly server: ManualFetcher; readonly list: MountedList }> {
  const server = createManualFetcher()
  const list = await showList(app, createGetKey('list'), server, { initialSize: size, ...options })
  for (let index = 0; index < size; index += 1) {
    await server.answer(`p${index}`, options.parallel ? index : undefined)
  }
  return { app, server, list }
}

/** The keys of the requests from the one with this index on. */
export const requestedKeys = (server: ManualFetcher, from = 0): unknown[] =>
  server.requests.slice(from).map(({ args: [key] }) => key)
