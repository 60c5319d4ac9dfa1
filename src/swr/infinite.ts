// A list of pages. As in SWR, the list is one entry (`$inf$` and the text of its first key) whose fetcher loads the pages, and each
// page is an entry of its own. So all pages appear at once, and `mutate` reaches the list from outside by its text.

import { useCallback, useReducer, useState } from 'react'
import { createHook, replaceHook } from './arguments.ts'
import type { Boundary, ListState } from './boundary.ts'
import { boundaryOf, readData, recordOf } from './boundary.ts'
import type { Middleware } from './configuration.ts'
import { addFields } from './fields.ts'
import type { BareFetcher, Loose } from './key.ts'
import { serialize } from './key.ts'
import type { Latest } from './latest.ts'
import { createLatest, useCommitEffect, useLatest } from './latest.ts'
import type { ListConfig, SWRInfiniteHook, SWRInfiniteKeyLoader, SWRInfiniteResponse } from './list-configuration.ts'
import { unstable_serialize } from './list-key.ts'
import { loadPages } from './load-pages.ts'
import { toMutatorOptions } from './mutate.ts'
import { useEntry } from './use-swr.ts'

/** Returns the state of a list. A list that a reload restored has as many pages as before. */
function listOf(boundary: Boundary, id: string): ListState {
  const record = recordOf(boundary, id)
  record.list ??= { listeners: new Set() }
  return record.list
}

function sizeOf(boundary: Boundary, id: string, { initialSize = 1 }: ListConfig): number {
  if (!id) return initialSize
  const { size } = listOf(boundary, id)
  if (size !== undefined) return size
  const restored: unknown = readData(boundary, id)
  return Array.isArray(restored) && restored.length > 0 ? restored.length : initialSize
}

function useInfinite(
  getKey: SWRInfiniteKeyLoader | null,
  fetcher: BareFetcher | null,
  config: ListConfig,
): SWRInfiniteResponse {
  const boundary = boundaryOf(config.cache)
  const name = getKey ? unstable_serialize(getKey) : ''
  const id = name === '$inf$' ? '' : name
  const size = sizeOf(boundary, id, config)
  const [shown] = useState(() => createLatest<ShownList>({ id: undefined, size }))
  const [, render] = useReducer((count: number) => count + 1, 0)
  const isMounting = shown.read().id === undefined

  // Before the effects of the entry, which load the pages.
  useCommitEffect(() => {
    if (!id) return
    const list = listOf(boundary, id)
    const last = shown.read()
    if (last.id !== undefined && last.id !== id) list.size = config.persistSize ? last.size : size
    shown.write({ ...last, id })
    list.listeners.add(render)
    return () => void list.listeners.delete(render)
  }, [boundary, id])

  const load = () => {
    const list = listOf(boundary, id)
    const known = sizeOf(boundary, id, config)
    list.size = known
    return loadPages({ boundary, config, fetcher, getKey, id, isMounting, list, size: known })
  }
  const response = useEntry(id, fetcher && load, config)
  const verbs = useListVerbs({
    boundary,
    config,
    getKey,
    id,
    shown,
    mutateList: response.mutate as RenderedList['mutateList'],
  })
  return addFields({ ...verbs, size }, response, ['data', 'error', 'isValidating', 'isLoading'])
}

/** The list that the hook showed last, and the size that it was given last. */
interface ShownList {
  readonly id: string | undefined
  readonly size: number
}

interface RenderedList {
  readonly boundary: Boundary
  readonly config: ListConfig
  readonly getKey: SWRInfiniteKeyLoader | null
  readonly id: string
  readonly shown: Latest<ShownList>
  readonly mutateList: (...args: unknown[]) => Promise<Loose>
}

/** `mutate` and `setSize` of a list. They keep their identity while the list stays the same. */
function useListVerbs(rendered: RenderedList): Pick<SWRInfiniteResponse, 'mutate' | 'setSize'> {
  const { boundary, id } = rendered
  const latest = useLatest(rendered)
  const mutate = useCallback(
    async (...args: unknown[]): Promise<Loose> => {
      if (!id) return undefined
      const [data, given] = args
      const options = toMutatorOptions(given)
      const revalidate = options.revalidate !== false
      if (revalidate)
        Object.assign(listOf(boundary, id), { isForced: data === undefined, revalidate: options.revalidate })
      return latest.read().mutateList(...(args.length > 0 ? [data, { ...options, revalidate }] : []))
    },
    [boundary, id, latest],
  )
  const setSize = useCallback(
    async (change: number | ((size: number) => number)): Promise<Loose> => {
      const { config, getKey, shown } = latest.read()
      const size = typeof change === 'function' ? change(sizeOf(boundary, id, config)) : change
      if (!id || !getKey || typeof size !== 'number') return undefined
      const list = listOf(boundary, id)
      list.size = size
      shown.write({ ...shown.read(), size })
      for (const listener of list.listeners) listener()
      return mutate(readPages(boundary, id, getKey, size))
    },
    [boundary, id, latest, mutate],
  )
  return { mutate, setSize }
}

/** Returns the pages that memory has, or what the list shows if one of them is missing. */
function readPages(boundary: Boundary, id: string, getKey: SWRInfiniteKeyLoader, size: number): unknown {
  const pages: unknown[] = []
  for (let index = 0; index < size; index++) {
    const [pageId] = serialize(() => getKey(index, pages.at(-1) ?? null))
    const page: unknown = pageId ? readData(boundary, pageId) : undefined
    if (page === undefined) return readData(boundary, id)
    pages.push(page)
  }
  return pages
}

/** The middleware that makes a hook show a list. */
export const infinite: Middleware = replaceHook(useInfinite as never) // its key is a function of the index

/**
 * Shows a list page by page. `getKey` returns the key of a page, or a falsy value after the last. The list survives a reload with
 * all its pages.
 * @example
 * ```tsx
 * import useSWRInfinite from 'cachetta/swr/infinite'
 *
 * const fetcher = (url: string) => fetch(url).then((response) => response.json())
 *
 * export function Posts() {
 *   const { data = [], size, setSize } = useSWRInfinite<string[]>((index) => `/api/posts?page=${index}`, fetcher)
 *   return (
 *     <>
 *       {data.flat().map((post) => <p key={post}>{post}</p>)}
 *       <button type="button" onClick={() => void setSize(size + 1)}>More</button>
 *     </>
 *   )
 * }
 * ```
 */
export const useSWRInfinite: SWRInfiniteHook = createHook<SWRInfiniteHook>(useInfinite as never) // as above
