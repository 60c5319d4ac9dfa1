import { useEffect, useState } from 'react'

/** The height of a row in all lists of the panel, in pixels. It is fixed, so the rows in view follow from the scroll position. */
export const ROW_HEIGHT = 32
/** Rows above and below those in view, so that a short scroll shows no gap. */
const EXTRA_ROWS = 6
/** Where the browser cannot say the height of the list yet. */
const USUAL_HEIGHT = 320

export interface RowWindow {
  /** The rows to render: from `start` to before `end`. */
  readonly start: number
  readonly end: number
  /** The number of whole rows in view. */
  readonly pageSize: number
  /** For `onScroll` of the list. */
  readonly onScroll: () => void
  /** Scrolls until a row is in view. */
  scrollTo(index: number): void
}

/** Says which rows of a long list are in view. `list` is the element that scrolls, `null` until it is mounted. */
export function useRowWindow(list: HTMLElement | null, count: number, headerHeight = 0): RowWindow {
  const [{ height, top }, setView] = useState({ top: 0, height: USUAL_HEIGHT })
  useEffect(() => {
    if (!list || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(() => setView(measure(list)))
    observer.observe(list)
    return () => observer.disconnect()
  }, [list])
  const pageSize = Math.max(1, Math.floor((height - headerHeight) / ROW_HEIGHT))
  const first = Math.min(Math.floor(top / ROW_HEIGHT), Math.max(0, count - pageSize))
  return {
    start: Math.max(0, first - EXTRA_ROWS),
    end: Math.min(count, first + pageSize + EXTRA_ROWS + 1),
    pageSize,
    onScroll: () => list && setView(measure(list)),
    scrollTo(index) {
      if (list) setView(scrollToRow(list, index * ROW_HEIGHT, headerHeight))
    },
  }
}

function measure({ clientHeight, scrollTop }: HTMLElement): { readonly top: number; readonly height: number } {
  return { top: scrollTop, height: clientHeight || USUAL_HEIGHT }
}

/** Scrolls to the nearest position at which a row is in view. */
function scrollToRow(list: HTMLElement, rowTop: number, headerHeight: number): ReturnType<typeof measure> {
  const { height, top } = measure(list)
  list.scrollTop = rowTop < top ? rowTop : Math.max(top, rowTop + ROW_HEIGHT + headerHeight - height)
  return measure(list)
}
