import type { EntryStat, Store } from '../../store.ts'

/** What `inspect` of the file store says of each file. */
interface FileFacts {
  /** The file. It begins like the directory that was inspected. */
  readonly path: string
  /** The size of the file in bytes. */
  readonly size: number
  /** When the file was last modified, in epoch milliseconds. */
  readonly modifiedAt: number
}

/** A file with an entry in it. */
export interface InspectedEntry extends FileFacts {
  /** An entry. Its value is checked only with the option `values`. */
  readonly kind: 'entry'
  /** The header of the entry, and its address. */
  readonly entry: EntryStat
  /**
   * `'value'`: the result of a call. `'outbox'`: a mutation that waits to be sent. `'internal'`: a note of the library, for example
   * which entries an address of the application showed last.
   */
  readonly purpose: 'value' | 'outbox' | 'internal'
}

/** A file that Cachetta wrote and cannot read any more. For a cache, it is a miss. */
export interface InspectedDamage extends FileFacts {
  /** An entry that cannot be read. */
  readonly kind: 'damaged'
  /** What is wrong, as the end of a sentence that begins with the file. */
  readonly reason: string
}

/**
 * Any other file.
 *
 * - `'foreign'`: it is not from Cachetta, or from a version with another format. No operation deletes it.
 * - `'running'`: a temporary file or a lock of a process that works.
 * - `'abandoned'`: the same of a process that has ended without removing it.
 * - `'unreadable'`: the system refuses to read the file or directory.
 */
export interface InspectedOther extends FileFacts {
  /** What the file is. */
  readonly kind: 'foreign' | 'running' | 'abandoned' | 'unreadable'
  /** What the file is, as the end of a sentence that begins with the file. */
  readonly reason: string
}

/** A file that `inspect` of the file store found. */
export type InspectedFile = InspectedEntry | InspectedDamage | InspectedOther

/** The options of `inspect`. */
export interface InspectOptions {
  /**
   * `true`: reads each file as a whole, compares its checksum, and checks its value. `false`: reads the header of each file.
   *
   * @default false
   */
  readonly values?: boolean
}

/** The store that `fileStore` creates: a `Store`, and methods to look at its files. */
export interface FileStore extends Store {
  /**
   * Yields each file in a directory and in those below it, in any order, with what it is: an entry, a damaged one, a file of another
   * program. Needs no address and no cache. Memory does not grow with the number of files. Does not follow links below `path`. A file
   * that vanishes meanwhile is left out. `path` may also be one file. The records of tags are left out.
   *
   * @throws {StoreError} when there is no such directory, or the system refuses to read it.
   * @example
   * ```ts
   * import { fileStore } from 'cachetta'
   *
   * for await (const file of fileStore().inspect('./cache', { values: true })) {
   *   if (file.kind === 'damaged') console.log(file.path, file.reason)
   * }
   * ```
   */
  inspect(path: string, options?: InspectOptions): AsyncIterable<InspectedFile>
  /**
   * Deletes a file that `inspect` found. Resolves with `false` if it did not: the file has changed since, is gone, or is none of
   * Cachetta. What `inspect` said is then no longer true, or the file is not this store's to delete. Other processes may have the entry
   * in memory (`lruSize`) until its `duration` ends.
   *
   * @throws {StoreError} when the system refuses.
   * @example
   * ```ts
   * import { fileStore } from 'cachetta'
   *
   * const store = fileStore()
   * for await (const file of store.inspect('./cache', { values: true })) {
   *   if (file.kind === 'damaged') await store.removeInspected(file)
   * }
   * ```
   */
  removeInspected(file: InspectedFile): Promise<boolean>
}
