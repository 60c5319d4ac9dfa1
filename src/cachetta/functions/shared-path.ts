// Two functions over one path share their entries, because an entry has one address. This is almost always a mistake, so the
// first call that meets it logs a warning. Only functions of this process can be told apart: an entry does not say which function
// made it, because names change when a program is minified or renamed.

import { hasLongTexts } from '#environment'
import { isSameFunction } from '../../engine/compute/nested-call.ts'
import type { Engine } from '../../engine/engine.ts'
import { BoundedMap } from '../../engine/memory/bounded-map.ts'
import { reportTrouble } from '../../engine/trouble.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf } from '../../key/address.ts'
import type { Configuration } from '../options/configuration.ts'

type UserFunction = (...args: never[]) => unknown

/** The function that was called last for each path and each entry. Weak, because a program may wrap a function in each request. */
type Functions = BoundedMap<WeakRef<UserFunction>>

interface Notes {
  readonly functions: Functions
  readonly warnedOnce: BoundedMap<true>
}

/** The text of a key can have any length. A longer one is not noted. */
const MAX_NAME_LENGTH = 1_000

const notes = new WeakMap<Engine, Notes>()

/**
 * Notes that `fn` is called over the path of its cache. Returns true if no later call has to be noted. With a path function or a
 * `key` option, functions may share a path on purpose, and each call is noted with its entry.
 */
export function noteFunction(configuration: Configuration, fn: UserFunction, address: Address): boolean {
  const isOnePath = !address.exact && configuration.settings.key === undefined
  if (isOnePath) note(configuration, fn, address, `path ${address.path}`)
  else noteEntry(configuration, fn, address)
  return isOnePath
}

/** Notes that `fn` is called for one entry. */
export function noteEntry(configuration: Configuration, fn: UserFunction, address: Address): void {
  const name = entryNameOf(address)
  if (name.length <= MAX_NAME_LENGTH) note(configuration, fn, address, `entry ${name}`)
}

function note({ engine, origin = engine }: Configuration, fn: UserFunction, address: Address, subject: string): void {
  if (!hasLongTexts) return // only a developer can give each its own path
  if (globalThis.WeakRef === undefined) return // workerd, before its compatibility date 2025-05-05
  const known = notes.get(origin) ?? { functions: new BoundedMap(), warnedOnce: new BoundedMap() }
  notes.set(origin, known)
  const other = known.functions.get(subject)?.deref()
  if (other === fn) return
  known.functions.set(subject, new WeakRef(fn))
  if (other && !isSameFunction({ fn }, { fn: other }) && !isTwin(fn, other))
    warnSharedPath(origin, known, address, other, fn)
}

/** True for `parse` and `parseSync`, which share their entries on purpose. */
function isTwin({ name: one }: UserFunction, { name: other }: UserFunction): boolean {
  return one !== '' && one !== other && one.replace(/Sync$/, '') === other.replace(/Sync$/, '')
}

/**
 * Warns once for a literal path. A path function makes a path for each entry, so the names of the functions count there. A program
 * may also make a path for each of its users, so only the first paths get a line.
 */
function warnSharedPath(
  engine: Engine,
  { warnedOnce }: Notes,
  { exact, path }: Address,
  one: UserFunction,
  other: UserFunction,
): void {
  const names = `${nameOf(one)} and ${nameOf(other)}`
  const subject = exact ? names : path
  if (warnedOnce.has(subject)) return
  warnedOnce.set(subject, true)
  const remedy = `Give each its own path: ${remedyFor(other)}`
  const message = `two functions share the path ${path}: ${names}; one returns what the other stored. ${remedy}`
  reportTrouble(engine, ['shared path', subject], message)
}

function nameOf({ name }: UserFunction): string {
  return name || 'an anonymous function'
}

/** Recommends a path that is named after the function, without its verb. */
function remedyFor({ name }: UserFunction): string {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
  const fn = isName ? name : 'fetchNews'
  const noun = fn.replace(/^(?:fetch|get|load|read|find|compute)(?=[A-Z])/, '')
  return `cache.at('${noun.charAt(0).toLowerCase()}${noun.slice(1)}.json')(${fn})`
}
