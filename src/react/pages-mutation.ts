import type { Asked } from '../engine/asked.ts'
import { committed, glance } from '../engine/glance.ts'
import { mutateBy } from '../engine/mutate.ts'
import type { MutateOptions } from '../engine/mutate-options.ts'
import { isThenable } from '../engine/thenable.ts'
import type { Choice, Reason } from './page-due.ts'

/** What a mutation needs of a list. */
interface MutablePages {
  chain(): Asked[]
  load(reason: Reason, choice?: Choice): Promise<unknown>
}

type Pages = readonly unknown[]
type Maker = (committed: Pages, shown: Pages) => Pages

/**
 * `mutate` of a list: each page is an entry and changes by itself, to the page at its place in the new list; one for which the
 * new list has no place is forgotten. Without a change all pages are fetched anew.
 */
export async function mutatePages(pages: MutablePages, given: readonly unknown[]): Promise<unknown> {
  if (given.length === 0) return pages.load('outdated')
  const [change, second = {}] = given
  const options = typeof second === 'boolean' ? { revalidate: second } : (second as MutateOptions<Pages>)
  const { optimisticData, populateCache = true, revalidate = true } = options
  const chain = pages.chain()
  const before = listOf(chain, committed)
  const list = typeof change === 'function' ? change(before) : change
  const at = (index: number, whole: unknown) => (populate(populateCache, whole, before) as Pages | undefined)?.[index]
  const expected = optimisticData && made(optimisticData, before, listOf(chain, glance))
  const mutations = chain.map((page, index) => {
    const next = isThenable(list) ? list.then((whole) => at(index, whole)) : at(index, list)
    const own = { ...options, populateCache: populateCache !== false, revalidate: false, throwOnError: true }
    return mutateBy(page.face.engine, page, [next, { ...own, optimisticData: expected?.[index] }])
  })
  try {
    await Promise.all(mutations)
    return await list
  } catch (error) {
    if (options.throwOnError !== false) throw error
    return undefined
  } finally {
    if (revalidate) void pages.load('outdated', typeof revalidate === 'function' ? (revalidate as Choice) : undefined)
  }
}

function listOf(chain: readonly Asked[], look: typeof glance): Pages {
  return chain.map((page) => look(page.face.engine, page)?.entry.value)
}

function made(optimistic: unknown, before: Pages, shown: Pages): Pages {
  return typeof optimistic === 'function' ? (optimistic as Maker)(before, shown) : (optimistic as Pages)
}

function populate(populateCache: unknown, result: unknown, before: Pages): unknown {
  return typeof populateCache === 'function' ? populateCache(result, before) : result
}
