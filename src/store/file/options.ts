import { describeValue, InvalidOptionError } from '../../errors.ts'

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

const accepted: {
  readonly [option in keyof FileStoreSettings]: {
    readonly isValid: (value: unknown) => boolean
    readonly text: string
  }
} = {
  durable: { isValid: isBoolean, text: 'true or false' },
  maxBytes: { isValid: isLimit, text: 'a number of bytes of at least 1' },
  maxEntries: { isValid: isLimit, text: 'a number of entries of at least 1' },
  tagsPath: { isValid: isPath, text: 'the path of a directory' },
  watch: { isValid: isBoolean, text: 'true or false' },
}

/** Fills in the defaults. Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function parseOptions(options: FileStoreOptions): FileStoreSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [option, value] of given) checkOption(option, value)
  return { ...defaults, ...Object.fromEntries(given) }
}

function checkOption(option: string, value: unknown): void {
  if (!isOption(option)) {
    throw new InvalidOptionError(
      `${option}: ${describeValue(value)} was given, but no option of fileStore has this name; ` +
        `the options are ${Object.keys(accepted).join(', ')}`,
    )
  }
  const { isValid, text } = accepted[option]
  if (!isValid(value)) throw new InvalidOptionError(`${option}: ${describeValue(value)} was given; accepted is ${text}`)
}

function isOption(option: string): option is keyof FileStoreSettings {
  return Object.hasOwn(accepted, option)
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
