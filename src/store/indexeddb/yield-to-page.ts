/** Lets the page render what was fetched, and handle input, before and while the store copies and writes. */
export interface PageYield {
  /** Resolves after the next frame or later, in the order of the calls. Resolves at once while the page is hidden. */
  wait(): Promise<void>
  /** Ends all waits now. Resolves after the callers of `wait` have continued. */
  end(): Promise<void>
}

/** How long the callers of `wait` may work in one task. A frame has 16 milliseconds. */
const SLICE_MS = 5

/** The longest wait for a frame, and then for an idle page. An `iframe` that is scrolled out of view may draw none. */
const MAX_FRAME_MS = 100

/**
 *     fetched 1000   |-wait ×1000-|-render-|-frame-|  idle |-5 ms-|   |-input-|-frame-|  idle |-5 ms-|   …
 */
export function createPageYield(): PageYield {
  let waiting: (() => void)[] = []
  let isScheduled = false

  /** Each caller works in the microtask after its promise has resolved. */
  const runSlice = async (): Promise<void> => {
    const startedAt = performance.now()
    while (waiting.length > 0 && performance.now() - startedAt < SLICE_MS) {
      waiting.shift()?.()
      await undefined
    }
    isScheduled = false
    schedule()
  }
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return
    isScheduled = true
    runAfterFrame(runSlice)
  }
  const endAll = (): void => {
    const ended = waiting
    waiting = []
    for (const resolve of ended) resolve()
  }
  return {
    wait: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (globalThis.document?.hidden === false) schedule()
        else endAll() // a hidden page renders nothing, and browsers delay its timers
      }),
    async end() {
      endAll()
      await undefined
    },
  }
}

function runAfterFrame(task: () => unknown): void {
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    task()
  }, MAX_FRAME_MS)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    runWhenIdle(task) // the callback itself runs before the frame is laid out and painted
  })
}

/** Messages, input and timers of the page go first. Safari cannot say when the page is idle. */
function runWhenIdle(task: () => unknown): void {
  if (globalThis.requestIdleCallback === undefined) setTimeout(task)
  else requestIdleCallback(task, { timeout: MAX_FRAME_MS })
}
