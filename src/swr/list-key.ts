import { serialize } from './key.ts'
import type { SWRInfiniteKeyLoader } from './list-configuration.ts'

/**
 * Returns the text that names a list in `cache`, and by which `mutate` reaches it. It is that of the first page with a prefix.
 * @example
 * ```ts
 * import { mutate } from 'cachetta/swr'
 * import { unstable_serialize } from 'cachetta/swr/infinite'
 *
 * await mutate(unstable_serialize((index) => `/api/posts?page=${index}`))
 * ```
 */
export function unstable_serialize(getKey: SWRInfiniteKeyLoader): string {
  return `$inf$${serialize(() => getKey(0, null))[0]}`
}
