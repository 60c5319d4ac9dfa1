import type { ListConfig } from './pages-query.ts'

/** Which pages a list shows. Index 0 is the page that `getKey(0, null)` names. Pages before it have negative indexes. */
export interface ListWindow {
  /** The index of the first page. */
  readonly first: number
  /** The number of pages. */
  readonly size: number
  /** The page from whose key the keys of the others follow, if page 0 is not in the window. */
  readonly anchor?: Anchor | undefined
  /** Where pages leave a list with `maxPages`, once the pages at the other end have arrived. @default 'end' */
  readonly dropAt?: 'start' | 'end' | undefined
}

interface Anchor {
  readonly index: number
  /** Without the cached function in front, which cannot be stored. */
  readonly key: unknown
}

/** A step from the anchor to the end of the list, or to its start. */
export type Step = 1 | -1

/** Returns the window of a list that nobody has resized. */
export function initialWindow({ initialSize, maxPages }: ListConfig): ListWindow {
  return { first: 0, size: Math.min(initialSize, maxPages) }
}

/** Returns the window with one page more: behind the last, or before the first. */
export function growWindow(window: ListWindow, step: Step): ListWindow {
  const first = step > 0 ? window.first : window.first - 1
  return { ...window, first, size: window.size + 1, dropAt: step > 0 ? 'start' : 'end' }
}

/** Returns a window of this size that begins at the same page. */
export function resizeWindow({ anchor, first }: ListWindow, size: number): ListWindow {
  return { first, size, ...(anchor && { anchor }) }
}

export function isInWindow(window: ListWindow | undefined, index: number): boolean {
  return window !== undefined && index >= window.first && index < window.first + window.size
}

/** The store may have the value of an older or a newer version of the library. */
export function isWindow(value: unknown): value is ListWindow {
  const { anchor, first, size } = Object(value) as Partial<ListWindow> // checked by the next line
  const isAnchored = anchor === undefined || Number.isInteger(Object(anchor).index)
  return Number.isInteger(first) && Number.isInteger(size) && (size as number) >= 0 && isAnchored
}
