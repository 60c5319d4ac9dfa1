import type { MutateOptions } from '../../engine/change/mutate.ts'
import { mutateEntry } from '../../engine/change/mutate.ts'
import { peek, peekCommitted } from '../../engine/memory/peek.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { isThenable } from '../../engine/thenable.ts'
import type { LoadReason, PageFilter } from './should-fetch-page.ts'

/** What a mutation needs of a list. */
interface MutablePages {
  listPages(): KeyRequest[]
  loadPages(reason: LoadReason, choice?: PageFilter): Promise<unknown>
}

type Pages = readonly unknown[]
type ChangePages = (committed: Pages, shown: Pages) => Pages

/**
 * `mutate` of a list: each page is an entry and changes by itself, to the page at its place in the new list; one for which the
 * new list has no place is forgotten. Without a change all pages are fetched anew.
 */
export async function mutatePages(pages: MutablePages, given: readonly unknown[]): Promise<unknown> {
  if (given.length === 0) return pages.loadPages('outdated')
  const [change, second = {}] = given
  const options = typeof second === 'boolean' ? { revalidate: second } : (second as MutateOptions<Pages>)
  const { optimisticData, populateCache = true, revalidate = true } = options
  const chain = pages.listPages()
  const before = dataOfPages(chain, peekCommitted)
  const list = typeof change === 'function' ? change(before) : change
  const at = (index: number, whole: unknown) =>
    (resolvePopulated(populateCache, whole, before) as Pages | undefined)?.[index]
  const expected = optimisticData && resolveOptimistic(optimisticData, before, dataOfPages(chain, peek))
  const mutations = chain.map((page, index) => {
    const next = isThenable(list) ? list.then((whole) => at(index, whole)) : at(index, list)
    const own = { ...options, populateCache: populateCache !== false, revalidate: false, throwOnError: true }
    return mutateEntry(page.handle.engine, page, [next, { ...own, optimisticData: expected?.[index] }])
  })
  try {
    await Promise.all(mutations)
    return await list
  } catch (error) {
    if (options.throwOnError !== false) throw error
    return undefined
  } finally {
    if (revalidate)
      void pages.loadPages('outdated', typeof revalidate === 'function' ? (revalidate as PageFilter) : undefined)
  }
}

function dataOfPages(chain: readonly KeyRequest[], look: typeof peek): Pages {
  return chain.map((page) => look(page.handle.engine, page)?.entry.value)
}

function resolveOptimistic(optimistic: unknown, before: Pages, shown: Pages): Pages {
  return typeof optimistic === 'function' ? (optimistic as ChangePages)(before, shown) : (optimistic as Pages)
}

function resolvePopulated(populateCache: unknown, result: unknown, before: Pages): unknown {
  return typeof populateCache === 'function' ? populateCache(result, before) : result
}
