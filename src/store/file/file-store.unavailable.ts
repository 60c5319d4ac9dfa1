import { InvalidOptionError } from '../../errors.ts'
import type { Store } from '../store.ts'
import type { FileStoreOptions } from './options.ts'

export type { FileStoreOptions } from './options.ts'

/** Stands in for the file store where there is no disk. Throws `InvalidOptionError`. */
export function fileStore(_options?: FileStoreOptions): Store {
  throw new InvalidOptionError('store: fileStore() needs Node; accepted here is memoryStore()')
}
