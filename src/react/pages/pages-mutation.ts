import { mutateEntry, parseMutateArguments } from '../../engine/change/mutate.ts'
import { peek, peekCommitted } from '../../engine/memory/peek.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { isThenable } from '../../engine/thenable.ts'
import type { Load } from './should-fetch-page.ts'

/** What a mutation needs from a list. */
interface MutableList {
  listPages(): KeyRequest[]
  load(load: Load): Promise<unknown>
}

type Pages = readonly unknown[]

/**
 * Mutates a list. Each page is an entry and changes by itself: to the page at its index in the new list, or it is forgotten if the
 * new list is shorter. Without arguments all pages are fetched again.
 */
export async function mutatePages(list: MutableList, args: readonly unknown[]): Promise<unknown> {
  if (args.length === 0) return list.load({ reason: 'refetch' })
  const [change, options] = parseMutateArguments(args)
  const { optimisticData, populateCache, revalidate = true } = options
  const pages = list.listPages()
  const committed = dataOfPages(pages, peekCommitted)
  const changed = typeof change === 'function' ? change(committed) : change
  const optimistic =
    typeof optimisticData === 'function' ? optimisticData(committed, dataOfPages(pages, peek)) : optimisticData
  const pageOf = (result: unknown, index: number) => {
    const data = typeof populateCache === 'function' ? populateCache(result, committed) : result
    return (data as Pages | undefined)?.[index] // the data of a list is a list
  }
  const mutations = pages.map((page, index) => {
    const next = isThenable(changed) ? changed.then((result) => pageOf(result, index)) : pageOf(changed, index)
    const pageOptions = {
      ...options,
      optimisticData: (optimistic as Pages | undefined)?.[index], // as above
      populateCache: populateCache !== false,
      revalidate: false,
      throwOnError: true,
    }
    return mutateEntry(page.handle.engine, page, [next, pageOptions])
  })
  try {
    await Promise.all(mutations)
    return await changed
  } catch (error) {
    if (options.throwOnError !== false) throw error
    return undefined
  } finally {
    const filter = typeof revalidate === 'function' ? revalidate : undefined
    if (revalidate) void list.load({ reason: 'refetch', filter })
  }
}

function dataOfPages(pages: readonly KeyRequest[], peekPage: typeof peek): Pages {
  return pages.map((page) => peekPage(page.handle.engine, page)?.entry.value)
}
