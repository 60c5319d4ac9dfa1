import { defaultStore } from '#default-store'
import type { AllowedType } from '../../entry/allowed-types.ts'
import { milliseconds } from '../../entry/duration.ts'
import { InvalidOptionError, shown } from '../../errors.ts'
import type { Path } from '../../key/path.ts'
import { checkLiteralPath } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'
import type { CachettaOptions } from './options.ts'

/** The options after one look at each: spans in milliseconds, defaults filled in, `undefined` where nothing is set. */
export interface Settings {
  readonly path: Path
  readonly read: boolean
  readonly write: boolean
  readonly duration: number
  readonly staleDuration: number | undefined
  readonly staleIfError: number | undefined
  readonly lruSize: number | undefined
  readonly condition: ((value: unknown, ...args: readonly unknown[]) => boolean | Promise<boolean>) | undefined
  readonly key: ((...args: readonly unknown[]) => unknown) | undefined
  readonly skipThis: boolean
  readonly allowedTypes: readonly AllowedType[] | undefined
  readonly store: Store
  readonly lock: boolean
  readonly version: string | number | undefined
  readonly tags: readonly string[] | ((value: unknown, ...args: readonly unknown[]) => readonly string[]) | undefined
}

type OptionName = keyof Settings
type Given = { readonly [Name in OptionName]?: unknown }
type Reader<Name extends OptionName> = (value: unknown, name: Name) => Settings[Name]

/** The one table of defaults: an option that is not given takes the first column, any other goes through the second. */
const optionTable: { readonly [Name in OptionName]: readonly [fallback: () => Settings[Name], read: Reader<Name>] } = {
  path: [() => refuseOption('path', undefined, 'a string, or a function of the arguments that returns one'), readPath],
  read: [() => true, readBoolean],
  write: [() => true, readBoolean],
  duration: [() => milliseconds('7d', 'duration'), milliseconds],
  staleDuration: [noDefault, milliseconds],
  staleIfError: [noDefault, milliseconds],
  lruSize: [noDefault, readSize],
  condition: [noDefault, readFunction],
  key: [noDefault, readFunction],
  skipThis: [() => true, readBoolean],
  allowedTypes: [noDefault, readList],
  store: [defaultStore, readStore],
  lock: [() => true, readBoolean],
  version: [noDefault, readVersion],
  tags: [noDefault, readTags],
}

const optionNames = Object.keys(optionTable) as OptionName[] // the table has exactly these

/** Checks options and fills in defaults. Throws `InvalidOptionError`, or `InvalidPathError` for the path. */
export function settingsOf(given: Given): Settings {
  const settings = Object.fromEntries(optionNames.map((name) => [name, settingOf(name, given[name])]))
  return settings as unknown as Settings // each member has gone through its row of the table
}

/** Throws `InvalidOptionError` unless `options` is an object whose every name is an option. */
export function checkNames(options: unknown): asserts options is CachettaOptions {
  if (!isPlainObject(options)) refuseOption('options', options, 'an object such as { path: "./cache/users.json" }')
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(optionTable, name)) continue
    throw new InvalidOptionError(
      `${name}: ${shown(options[name])} was given, and there is no such option; there are ${optionNames.join(', ')}`,
    )
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

function settingOf<Name extends OptionName>(name: Name, value: unknown): Settings[Name] {
  const [fallback, read] = optionTable[name]
  return value === undefined || value === null ? fallback() : read(value, name)
}

function noDefault(): undefined {}

function readPath(value: unknown): Path {
  if (typeof value === 'function') return value as Path // what it returns is checked at each call
  checkLiteralPath(value)
  return value
}

function readBoolean(value: unknown, name: string): boolean {
  return typeof value === 'boolean' ? value : refuseOption(name, value, 'true or false')
}

function readSize(value: unknown, name: string): number {
  const isSize = typeof value === 'number' && Number.isSafeInteger(value) && value > 0
  return isSize ? value : refuseOption(name, value, 'a whole number above 0')
}

function readFunction(value: unknown, name: string): (...args: readonly unknown[]) => boolean {
  // Its arguments are those of the cached function, for which the types have matched it.
  return typeof value === 'function' ? (value as () => boolean) : refuseOption(name, value, 'a function')
}

function readList(value: unknown, name: string): readonly AllowedType[] {
  return Array.isArray(value)
    ? value
    : refuseOption(name, value, 'a list of classes, or of { type, name, serialize, deserialize }')
}

function readVersion(value: unknown, name: string): string | number {
  const isVersion = typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
  return isVersion ? value : refuseOption(name, value, 'a string or a number')
}

function readTags(value: unknown, name: string): NonNullable<Settings['tags']> {
  if (typeof value === 'function') return value as () => readonly string[] // what it returns is checked at each call
  return checkedTags(value, name)
}

/** Tags, as an option and as what a tags function returned. Throws `InvalidOptionError` for anything but texts. */
export function checkedTags(value: unknown, name = 'tags'): readonly string[] {
  const areTags = Array.isArray(value) && value.every((tag) => typeof tag === 'string' && tag !== '')
  return areTags
    ? Object.freeze([...value])
    : refuseOption(name, value, 'a list of non-empty strings, or a function that returns one')
}

function readStore(value: unknown, name: string): Store {
  const store = value as Partial<Store> // looked at here, member by member
  const isStore = (['get', 'set', 'delete', 'stat', 'list'] as const).every((verb) => typeof store[verb] === 'function')
  return isStore ? (value as Store) : refuseOption(name, value, 'a store, such as fileStore() or memoryStore()')
}

function refuseOption(name: string, value: unknown, accepted: string): never {
  throw new InvalidOptionError(`${name}: ${shown(value)} was given; accepted is ${accepted}`)
}
