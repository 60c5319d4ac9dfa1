import { defaultStore } from '#default-store'
import { hasLongTexts } from '#environment'
import type { Schema } from '../../engine/request/schema.ts'
import type { AllowedType } from '../../entry/allowed-types.ts'
import { isDuration, parseDuration } from '../../entry/duration.ts'
import { describeValue, InvalidOptionError } from '../../errors.ts'
import { ignoreRejection } from '../../key/ignore-rejection.ts'
import type { Path } from '../../key/path.ts'
import { checkLiteralPath, isUrl, pathOfUrl } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'
import type { CachettaOptions } from './options.ts'
import { parseSpan } from './spans.ts'

/** The parsed options of a cache: spans in milliseconds, defaults filled in, `undefined` for an option without a value. */
export interface Settings {
  /** The literal path above all entries, absolute in the file store, or the function that names each entry. */
  readonly path: Path
  /** `false`: every call computes. */
  readonly read: boolean
  /** `false`: nothing is stored, neither in memory nor in the store. */
  readonly write: boolean
  /** An entry is fresh for this long, in milliseconds. 0 if a function decides when a value is stored, here and below. */
  readonly duration: number
  /** A call may serve the entry for this long after `duration` while the function runs in the background. In milliseconds. */
  readonly staleDuration: number | undefined
  /** A call may serve the entry for this long after `duration` if the function fails. In milliseconds. */
  readonly staleIfError: number | undefined
  /** The number of entries that memory holds in front of the store. `undefined`: a cache without memory. */
  readonly lruSize: number | undefined
  /** Only values for which it returns `true` are stored. */
  readonly condition: ((value: unknown, ...args: readonly unknown[]) => boolean | Promise<boolean>) | undefined
  /** Returns the key of a call. `undefined`: the key is the argument list. */
  readonly key: ((...args: readonly unknown[]) => unknown) | undefined
  /** `false`: the receiver of a method is part of the key. */
  readonly skipThis: boolean
  /** The classes that may be stored and restored, besides the built-in types. */
  readonly allowedTypes: readonly AllowedType[] | undefined
  /** Where the entries are kept. */
  readonly store: Store
  /**
   * How long a call waits for the computation of another process, in milliseconds. `true` leaves that to the store, `false`: a call
   * does not wait.
   */
  readonly lock: boolean | number
  /** A longer computation fails. In milliseconds. */
  readonly timeout: number | undefined
  /** Takes work that may go on after the response. */
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined
  /** An entry with another version counts as missing. */
  readonly version: string | number | undefined
  /** What the store gives must match it. */
  readonly schema: Schema | undefined
  /** The tags of the entries, or a function that returns the tags of each entry. */
  readonly tags: readonly string[] | ((value: unknown, ...args: readonly unknown[]) => readonly string[]) | undefined
}

type OptionName = keyof Settings
type UncheckedOptions = { readonly [Name in OptionName]?: unknown }
type Parser<Name extends OptionName> = (value: unknown, name: Name) => Settings[Name]

/** Every option with its default, and with the parser of a value that was given. */
const optionTable: { readonly [Name in OptionName]: readonly [getDefault: () => Settings[Name], parse: Parser<Name>] } =
  {
    path: [
      () =>
        refuseOption('path', undefined, hasLongTexts && 'a string, or a function of the arguments that returns one'),
      parsePath,
    ],
    read: [() => true, parseBoolean],
    write: [() => true, parseBoolean],
    duration: [() => parseDuration('7d', 'duration'), parseSpan],
    staleDuration: [getNoDefault, parseSpan],
    staleIfError: [getNoDefault, parseSpan],
    lruSize: [getNoDefault, parseSize],
    condition: [getNoDefault, parseFunction],
    key: [getNoDefault, parseFunction],
    skipThis: [() => true, parseBoolean],
    allowedTypes: [getNoDefault, parseList],
    schema: [getNoDefault, parseSchema],
    store: [defaultStore, parseStore],
    lock: [() => true, parseLock],
    timeout: [getNoDefault, parseTimeout],
    waitUntil: [getNoDefault, parseFunction],
    version: [getNoDefault, parseVersion],
    tags: [getNoDefault, parseTagsOption],
  }

const optionNames = /* @__PURE__ */ Object.keys(optionTable) as OptionName[] // the type of the table names exactly these

/** Checks the options and fills in the defaults. Throws `InvalidOptionError`, or `InvalidPathError` for the path. */
export function parseSettings(options: UncheckedOptions): Settings {
  const settings = Object.fromEntries(optionNames.map((name) => [name, parseSetting(name, options[name])]))
  return settings as unknown as Settings // the table gave each member its type
}

/** Throws `InvalidOptionError` unless `options` is an object that has only names of options. */
export function checkOptionNames(options: unknown): asserts options is CachettaOptions {
  if (!isPlainObject(options))
    refuseOption('options', options, hasLongTexts && 'an object, for example { path: "./cache/users.json" }')
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(optionTable, name)) continue
    const given = describeValue(options[name])
    throw new InvalidOptionError(
      `${name}: ${given} was given, but no option has this name${hasLongTexts ? `; the options are ${optionNames.join(', ')}` : ''}`,
    )
  }
}

/** True for an object literal, also of another realm or without a prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

function parseSetting<Name extends OptionName>(name: Name, value: unknown): Settings[Name] {
  const [getDefault, parse] = optionTable[name]
  return value === undefined || value === null ? getDefault() : parse(value, name)
}

function getNoDefault(): undefined {}

function parsePath(value: unknown): Path {
  if (typeof value === 'function') return value as Path // each call checks its result
  const path = isUrl(value) ? pathOfUrl(value) : value
  checkLiteralPath(path)
  return path
}

function parseBoolean(value: unknown, name: string): boolean {
  return typeof value === 'boolean' ? value : refuseOption(name, value, hasLongTexts && 'true or false')
}

function parseLock(value: unknown, name: string): boolean | number {
  if (typeof value === 'boolean') return value
  return isDuration(value)
    ? Math.max(parseDuration(value, name), 0)
    : refuseOption(name, value, hasLongTexts && "true, false, or a duration like '10s'")
}

function parseTimeout(value: unknown, name: string): number | undefined {
  const timeout = parseDuration(value, name)
  if (timeout === Number.POSITIVE_INFINITY) return undefined
  return timeout > 0 ? timeout : refuseOption(name, value, hasLongTexts && 'a duration above 0')
}

function parseSize(value: unknown, name: string): number {
  const isSize = typeof value === 'number' && Number.isSafeInteger(value) && value > 0
  return isSize ? value : refuseOption(name, value, hasLongTexts && 'a whole number above 0')
}

function parseFunction(value: unknown, name: string): (...args: readonly unknown[]) => boolean {
  if (typeof value !== 'function') refuseOption(name, value, hasLongTexts && 'a function')
  return value as () => boolean // the types of `CachettaOptions` made sure that it takes the arguments of the cached function
}

function parseList(value: unknown, name: string): readonly AllowedType[] {
  return Array.isArray(value)
    ? value
    : refuseOption(name, value, hasLongTexts && 'a list of classes or of { type, name, serialize, deserialize }')
}

function parseVersion(value: unknown, name: string): string | number {
  const isVersion = typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
  return isVersion ? value : refuseOption(name, value, hasLongTexts && 'a string or a number')
}

function parseSchema(value: unknown, name: string): Schema {
  const standard: unknown = Reflect.get(Object(value), '~standard')
  const isSchema = standard
    ? typeof Reflect.get(Object(standard), 'validate') === 'function'
    : typeof value === 'function'
  if (!isSchema)
    refuseOption(name, value, hasLongTexts && 'a Standard Schema (zod, valibot, arktype), or a function that throws')
  return value as Schema // one of its two forms
}

function parseTagsOption(value: unknown, name: string): NonNullable<Settings['tags']> {
  if (typeof value === 'function') return value as () => readonly string[] // each call checks its result
  return parseTags(value, name)
}

/** Checks the tags of an option, or those that a tags function returned. Throws `InvalidOptionError` unless all are texts. */
export function parseTags(value: unknown, name = 'tags'): readonly string[] {
  for (const each of [value].flat()) ignoreRejection(each)
  const areTags = Array.isArray(value) && value.every((tag) => typeof tag === 'string' && tag !== '')
  return areTags
    ? Object.freeze([...value])
    : refuseOption(name, value, hasLongTexts && 'a list of non-empty strings, or a function that returns one')
}

function parseStore(value: unknown, name: string): Store {
  const store = value as Partial<Store> // the next line checks its members
  const isStore = (['get', 'set', 'delete', 'stat', 'list'] as const).every((verb) => typeof store[verb] === 'function')
  if (!isStore) refuseOption(name, value, hasLongTexts && 'a store, for example fileStore() or memoryStore()')
  return value as Store // it has the required methods
}

function refuseOption(name: string, value: unknown, accepted: string | false): never {
  throw new InvalidOptionError(
    `${name}: ${describeValue(value)} was given${accepted ? `; accepted is ${accepted}` : ''}`,
  )
}
