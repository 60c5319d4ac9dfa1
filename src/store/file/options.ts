import { InvalidOptionError, shown } from '../../errors.ts'

export interface FileStoreOptions {
  /** Waits with every write until the disk has it, so that it survives a power cut, too. @default false */
  readonly durable?: boolean
  /**
   * Bytes that the entries in the directories this store uses may take together; beyond that, the least recently used go.
   * @default no limit
   */
  readonly maxBytes?: number
  /** Entries that may lie in the directories this store uses; beyond that, the least recently used go. @default no limit */
  readonly maxEntries?: number
  /** Where the tags of entries are noted that a path function named. @default './.cachetta/tags' */
  readonly tagsPath?: string
}

export interface FileStoreSettings {
  readonly durable: boolean
  readonly maxBytes: number
  readonly maxEntries: number
  readonly tagsPath: string
}

const defaults: FileStoreSettings = {
  durable: false,
  maxBytes: Number.POSITIVE_INFINITY,
  maxEntries: Number.POSITIVE_INFINITY,
  tagsPath: './.cachetta/tags',
}

const accepted: {
  readonly [option in keyof FileStoreSettings]: { readonly is: (value: unknown) => boolean; readonly text: string }
} = {
  durable: { is: (value) => typeof value === 'boolean', text: 'true or false' },
  maxBytes: { is: isLimit, text: 'a number of bytes of at least 1' },
  maxEntries: { is: isLimit, text: 'a number of entries of at least 1' },
  tagsPath: { is: isPath, text: 'the path of a directory' },
}

/** Fills in what is not given. Throws `InvalidOptionError` for an option that does not exist, or that means nothing. */
export function fileStoreSettings(options: FileStoreOptions): FileStoreSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [option, value] of given) check(option, value)
  return { ...defaults, ...Object.fromEntries(given) }
}

function check(option: string, value: unknown): void {
  if (!isOption(option)) {
    throw new InvalidOptionError(
      `${option}: ${shown(value)} was given, and fileStore has no such option; there are ${Object.keys(accepted).join(', ')}`,
    )
  }
  const { is, text } = accepted[option]
  if (!is(value)) throw new InvalidOptionError(`${option}: ${shown(value)} was given; accepted is ${text}`)
}

function isOption(option: string): option is keyof FileStoreSettings {
  return Object.hasOwn(accepted, option)
}

function isLimit(value: unknown): boolean {
  return typeof value === 'number' && value >= 1
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0')
}
