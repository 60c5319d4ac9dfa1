/** The number of entries that are looked at, or deleted, at the same time. */
const GROUP_SIZE = 64

/** Does the work for each item, a group at a time. Rejects with the first error of a group. */
export async function forEachInGroups<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let running: Promise<unknown>[] = []
  for await (const item of items) {
    const started = work(item)
    started.catch(() => {}) // it may reject before the group is awaited
    if (running.push(started) < GROUP_SIZE) continue
    await Promise.all(running)
    running = []
  }
  await Promise.all(running)
}
