// `mutate` of a list. A change of the list becomes changes of its entries:
//
//     before   | page 0  | page 1 | page 2 |     window { size: 3 }
//     after    | page 0' | page 1 |              window { size: 2 }
//                written   kept     forgotten    written
//
// An item that moves into a page, or out of it, changes that page alone. Each entry shows its optimistic value, rolls back and loses
// against a later mutation by itself, as `mutateEntry` draws it.

import type { MutateOptions } from '../../engine/change/mutate.ts'
import { mutateEntry, parseMutateArguments } from '../../engine/change/mutate.ts'
import type { Slot } from '../../engine/slot/slot.ts'
import { withSlot } from '../../engine/slot/slot.ts'
import { isThenable } from '../../engine/thenable.ts'
import { isEqual } from '../config/config.ts'
import type { MutableList, PagesPlan } from './plan-pages.ts'
import { planPages, readCommittedPages, readShownPages } from './plan-pages.ts'
import type { Load } from './should-fetch-page.ts'
import { setWindow } from './window-entry.ts'

interface LoadableList extends MutableList {
  load(load: Load): Promise<unknown>
}

/** One mutation of a list. */
interface ListMutation {
  readonly list: LoadableList
  readonly options: MutateOptions
  /** The committed pages. */
  readonly current: PagesPlan
  readonly optimistic: PagesPlan | undefined
  /** False once a later mutation of the list has begun. */
  isLatest(): boolean
}

/** The latest mutation of a list, by the slot of its window. */
const latestMutations = new WeakMap<Slot, object>()

/** Changes the pages of a list. Without arguments all pages are fetched again. */
export async function mutatePages(list: LoadableList, args: readonly unknown[]): Promise<unknown> {
  if (args.length === 0) return list.load({ reason: 'refetch', cause: 'mutate' })
  return withSlot(list.query.handle.engine, list.target, async (slot) => {
    const [change, options] = parseMutateArguments(args)
    const { revalidate = true, throwOnError = true } = options
    const own = {}
    latestMutations.set(slot, own)
    const isLatest = () => latestMutations.get(slot) === own
    try {
      return await runMutation({ list, options, isLatest }, change)
    } catch (error) {
      if (throwOnError) throw error
      return undefined
    } finally {
      const filter = typeof revalidate === 'function' ? revalidate : undefined
      if (revalidate && isLatest()) void list.load({ reason: 'refetch', cause: 'mutation', filter }) // else the later mutation does
    }
  })
}

/** Resolves with the result of the change. */
async function runMutation(
  parts: Pick<ListMutation, 'isLatest' | 'list' | 'options'>,
  change: unknown,
): Promise<unknown> {
  const { list, options } = parts
  const committed = readCommittedPages(list)
  const next = typeof change === 'function' ? change(committed) : change
  const mutation = { ...parts, current: planPages(list, committed), optimistic: planOptimistic(list, options) }
  await (isThenable(next) ? commitLater(mutation, next) : commitNow(mutation, next))
  return next
}

function planOptimistic(list: MutableList, { optimisticData }: MutateOptions): PagesPlan | undefined {
  if (optimisticData === undefined) return undefined
  const shown = readShownPages(list)
  return planPages(
    list,
    typeof optimisticData === 'function' ? optimisticData(readCommittedPages(list), shown) : optimisticData,
  )
}

/** Plans the list that the result of the change makes. */
function planResult({ list, options: { populateCache = true } }: ListMutation, result: unknown): PagesPlan {
  const committed = readCommittedPages(list)
  if (populateCache === false) return planPages(list, committed)
  return planPages(list, typeof populateCache === 'function' ? populateCache(result, committed) : result)
}

/** Writes the pages that differ. A page that stays as it is remains as old as it is. */
async function commitNow(mutation: ListMutation, result: unknown): Promise<void> {
  const plan = planResult(mutation, result)
  const { current, list } = mutation
  const changed = [...current.pages, ...plan.pages].filter(([id]) => {
    const [before, after] = [current.pages.get(id), plan.pages.get(id)]
    return !before || !after || !isEqual(before.value, after.value)
  })
  const writes = [...new Map(changed)].map(([id, { page }]) =>
    mutateEntry(page.handle.engine, page, [plan.pages.get(id)?.value, toEntryOptions(mutation, undefined)]),
  )
  setWindow(list.query, list.target, plan.window)
  await Promise.all(writes)
}

/** The change takes its time. All pages take part from its start, because it may change any of them. */
async function commitLater(mutation: ListMutation, change: PromiseLike<unknown>): Promise<void> {
  const { list, optimistic } = mutation
  const { query, target } = list
  const involved = new Map([...mutation.current.pages, ...(optimistic?.pages ?? [])])
  const changesWindow = optimistic !== undefined && !isEqual(optimistic.window, list.committedWindow)
  const planned = Promise.resolve(change).then((result) => {
    const plan = planResult(mutation, result)
    if (!mutation.isLatest()) return plan
    const added = [...plan.pages].filter(([id]) => !involved.has(id))
    for (const [, { page, value }] of added) void mutateEntry(page.handle.engine, page, [value, false])
    if (!changesWindow) setWindow(query, target, plan.window)
    return plan
  })
  const writes = [...involved].map(([id, { page }]) => {
    const value = planned.then(({ pages }) => pages.get(id)?.value)
    return mutateEntry(page.handle.engine, page, [value, toEntryOptions(mutation, optimistic?.pages.get(id)?.value)])
  })
  if (changesWindow) {
    const window = planned.then((plan) => plan.window)
    const shownWindow = optimistic.window ?? { first: 0, size: 0 }
    writes.push(mutateEntry(query.handle.engine, target, [window, toEntryOptions(mutation, shownWindow)]))
  }
  await Promise.all([planned, ...writes])
}

/** The options for one entry of the list. The list itself fetches afterwards, and reports the error. */
function toEntryOptions({ options }: ListMutation, optimisticData: unknown): MutateOptions {
  const populateCache = options.populateCache !== false
  return { ...options, optimisticData, populateCache, revalidate: false, throwOnError: true }
}
