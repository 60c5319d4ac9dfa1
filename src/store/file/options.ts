import type { AcceptedOptions } from '../check-options.ts'
import { checkOptions } from '../check-options.ts'

/** The options of `fileStore`. */
export interface FileStoreOptions {
  /**
   * `true`: each write waits until the disk has the entry, so that it survives a power failure. Such writes take longer.
   *
   * @default false
   */
  readonly durable?: boolean
  /**
   * The maximum size, in bytes, of all entries together in the directories that this store writes to. When they exceed it, the
   * store deletes the least recently used ones until a tenth of it is free. If several processes write there, the entries may
   * exceed the limit by a fifth for each of them, because a process counts the writes of the others only from time to time.
   *
   * @default no limit
   */
  readonly maxBytes?: number
  /**
   * The maximum number of entries in the directories that this store writes to. When they exceed it, the store deletes the least
   * recently used ones, as for `maxBytes`.
   *
   * @default no limit
   */
  readonly maxEntries?: number
  /**
   * The directory of an index of tags. It is used for entries whose path comes from a path function, and for `watch`.
   *
   * @default './.cachetta/tags'
   */
  readonly tagsPath?: string
  /**
   * `true`: a change by one process reaches the memory of the others (`lruSize`), within milliseconds on a local disk. All processes
   * need this option and the same `tagsPath`, in which they keep a log of changes. A change by another program is not noticed.
   *
   * @default false
   */
  readonly watch?: boolean
}

type FileStoreSettings = Required<FileStoreOptions>

const defaults: FileStoreSettings = {
  durable: false,
  maxBytes: Number.POSITIVE_INFINITY,
  maxEntries: Number.POSITIVE_INFINITY,
  tagsPath: './.cachetta/tags',
  watch: false,
}

const accepted: AcceptedOptions<FileStoreOptions> = {
  durable: (value) => (isBoolean(value) ? undefined : 'true or false'),
  maxBytes: (value) => (isLimit(value) ? undefined : 'a number of bytes of at least 1'),
  maxEntries: (value) => (isLimit(value) ? undefined : 'a number of entries of at least 1'),
  tagsPath: (value) => (isPath(value) ? undefined : 'the path of a directory'),
  watch: (value) => (isBoolean(value) ? undefined : 'true or false'),
}

/** Fills in the defaults. Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function parseOptions(options: FileStoreOptions): FileStoreSettings {
  checkOptions('fileStore', options, accepted)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isLimit(value: unknown): boolean {
  return typeof value === 'number' && value >= 1
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0')
}
