// The pages of a list follow from its window: from the anchor to both ends, each from the page before it in that direction.
//
//     window { first: -1, size: 4 }     page -1  ←  page 0  →  page 1  →  page 2
//                                 getPreviousKey   anchor   getKey

import { handleOf } from '../../engine/request/cache-handle.ts'
import type { HookQuery } from '../observer/query.ts'
import { resolveQuery } from '../observer/query.ts'
import type { ListWindow, Step } from './list-window.ts'
import { isInWindow, resizeWindow } from './list-window.ts'
import type { PagesQuery } from './pages-query.ts'

/** Returns what a page shows, `undefined` if it is missing. */
export type PeekPage<Found = { readonly entry: { readonly value: unknown } }> = (
  page: HookQuery,
  index: number,
) => Found | undefined

/** The pages of a window whose keys are known, in their order. */
export interface PageList {
  readonly pages: readonly HookQuery[]
  /** The index of the first of them. */
  readonly first: number
  /** The position of the anchor among them. */
  readonly anchorAt: number
}

/** Lists the pages of a window. Beyond a missing page no key is known, except with `parallel`. */
export function listPages(query: PagesQuery, window: ListWindow, peekPage: PeekPage): PageList {
  const anchorIndex = window.anchor?.index ?? 0
  const after = listInDirection(query, window, peekPage, 1)
  const [, ...before] = window.first < anchorIndex ? listInDirection(query, window, peekPage, -1) : []
  return { pages: [...before.reverse(), ...after], first: anchorIndex - before.length, anchorAt: before.length }
}

function listInDirection(query: PagesQuery, window: ListWindow, peekPage: PeekPage, step: Step): HookQuery[] {
  const pages: HookQuery[] = []
  const walk = walkPages(query, () => window, step)
  let each = walk.next()
  while (!each.done) {
    const { index, page } = each.value
    pages.push(page)
    const found = peekPage(page, index)
    if (!found && !query.config.parallel) break
    each = walk.next(found?.entry.value)
  }
  return pages
}

/** Yields the anchor, then page after page in one direction. Takes the data of each page, from which the next key follows. */
export function* walkPages(
  query: PagesQuery,
  readWindow: () => ListWindow,
  step: Step,
): Generator<{ readonly index: number; readonly page: HookQuery }, undefined, unknown> {
  const { anchor, size } = readWindow()
  let index = anchor?.index ?? 0
  let page = size > 0 ? resolveAnchor(query, anchor) : undefined
  while (page) {
    const data = yield { index, page }
    index += step
    page = isInWindow(readWindow(), index) ? resolveNeighbour(query, index, data, step) : undefined
  }
  return undefined
}

/** A page that was resolved, and the data from which its key followed. */
interface ResolvedPage {
  readonly beside: unknown
  readonly page: HookQuery | undefined
}

/** The pages of each render, by direction and index. A list is read many times for each render, and a key function is slow. */
const resolvedPages = new WeakMap<PagesQuery, Readonly<Record<Step, Map<number, ResolvedPage>>>>()

/** Returns the page with this index, whose key follows from the data of the page beside it. */
export function resolveNeighbour(query: PagesQuery, index: number, data: unknown, step: Step): HookQuery | undefined {
  const { config, fetcher, getKey } = query
  const beside = config.parallel ? null : (data ?? null)
  const byStep = resolvedPages.get(query) ?? { 1: new Map(), [-1]: new Map() }
  resolvedPages.set(query, byStep)
  const resolved = byStep[step]
  const known = resolved.get(index)
  if (known && Object.is(known.beside, beside)) return known.page
  const getPageKey = () => (step > 0 ? getKey(index, beside) : config.getPreviousKey?.(index, beside))
  const page = resolveQuery(getPageKey, fetcher, config)
  resolved.set(index, { beside, page })
  return page
}

/** Returns the positions of the pages around the anchor that have data: from `start` up to, but not with, `end`. */
export function findShown(
  { anchorAt, pages }: PageList,
  hasData: (at: number) => boolean,
): { readonly start: number; readonly end: number } {
  let [start, end] = [anchorAt, anchorAt]
  while (end < pages.length && hasData(end)) end += 1
  while (start > 0 && end > start && hasData(start - 1)) start -= 1
  return { start, end }
}

/** Returns a window whose anchor is in it: the same page as before, or the one of `list` that is nearest to it. */
export function moveAnchor(window: ListWindow, list: PageList): ListWindow {
  const { anchor, first, size } = window
  const index = anchor?.index ?? 0
  const nearest = Math.min(Math.max(index, first), first + size - 1)
  const page = list.pages[nearest - list.first]
  if (size === 0 || page === undefined) return { first: 0, size }
  return nearest === index ? window : { ...window, anchor: { index: nearest, key: withoutFunction(page.key) } }
}

/**
 * Returns the window without the pages that are over `maxPages`, at the end where pages leave. Returns `undefined` if there are
 * none, or if a page has not arrived yet.
 */
export function dropPages(query: PagesQuery, window: ListWindow, peekPage: PeekPage): ListWindow | undefined {
  const { maxPages } = query.config
  if (window.size <= maxPages) return undefined // every change of a page comes here, so most of them list nothing
  const list = listPages(query, window, peekPage)
  const excess = list.pages.length - maxPages
  if (excess <= 0 || list.pages.some((page, at) => peekPage(page, list.first + at) === undefined)) return undefined
  const first = window.dropAt === 'start' ? list.first + excess : list.first
  return moveAnchor({ ...resizeWindow(window, maxPages), first }, list)
}

function resolveAnchor(query: PagesQuery, anchor: ListWindow['anchor']): HookQuery | undefined {
  if (anchor === undefined) return resolveNeighbour(query, 0, null, 1)
  const { key } = anchor
  const cachedFunction = functionIn(query.key)
  return resolveQuery(cachedFunction ? [cachedFunction, ...(key as unknown[])] : key, query.fetcher, query.config)
}

function withoutFunction(key: unknown): unknown {
  return functionIn(key) ? (key as unknown[]).slice(1) : key
}

/** Returns the cached function in front of a key. */
function functionIn(key: unknown): unknown {
  const first = Array.isArray(key) ? key[0] : undefined
  return handleOf(first) ? first : undefined
}
