import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../../errors.ts'
import type { FileStore } from './inspection/inspected-file.ts'
import type { FileStoreOptions } from './options.ts'

/**
 * Throws: outside Node there are no files. Use `indexedDbStore()` in browsers, and `memoryStore()` elsewhere.
 *
 * @throws {InvalidOptionError} when it is called.
 * @example
 * ```ts
 * import { Cachetta, fileStore, indexedDbStore } from 'cachetta'
 *
 * const store = typeof window === 'undefined' ? fileStore() : indexedDbStore()
 * export const cache = new Cachetta({ path: './cache/users.json', store })
 * ```
 */
export function fileStore(_options?: FileStoreOptions): FileStore {
  throw new InvalidOptionError(
    `store: fileStore() needs Node${hasLongTexts ? '; accepted here are indexedDbStore() in a browser, and memoryStore()' : ''}`,
  )
}
