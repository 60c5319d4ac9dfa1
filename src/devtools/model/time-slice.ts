/** Work on the page's thread is done in slices of this many milliseconds, because a task of 50 ms delays what the user does. */
const SLICE_MS = 8

/** Returns a function that waits for another task once a slice is used up. */
export function createTimeSlice(): () => Promise<void> | undefined {
  let startedAt = performance.now()
  return () => {
    if (performance.now() - startedAt < SLICE_MS) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        startedAt = performance.now()
        resolve()
      })
    })
  }
}
