// Names the entry of a call.
//
//     in    the arguments of a call, its receiver, and the `path` and `key` options of a cache
//     out   an `Address`: a path and a canonical text
//     by    canonical.ts (writes the text), path.ts (checks and joins paths)
//
// A store makes a name of the address: file-name.ts adds a hash of the text to the path, and hash.ts computes it.

import { hasLongTexts } from '#environment'
import { InvalidKeyError } from '../errors.ts'
import { canonicalText } from './canonical.ts'
import type { Path } from './path.ts'
import { isSafePart, resolvePath } from './path.ts'

/** Identifies one entry, in every store and on every platform. */
export interface Address {
  /** The literal path of the cache, or the path that its path function returned. */
  readonly path: string
  /** The canonical text of the arguments, or `''` without arguments. */
  readonly key: string
  /** `true`: a path function returned `path`, so `path` alone identifies the entry. `key` is only compared on a read. */
  readonly exact: boolean
  /** The path as it was given, if `path` is that path made absolute. It does not identify the entry. */
  readonly givenPath?: string
}

/** True if a value that somebody else has sent or stored has the fields of an address. */
export function isAddress(value: unknown): value is Address {
  const { path, key, exact }: Partial<Address> = Object(value)
  return typeof path === 'string' && typeof key === 'string' && typeof exact === 'boolean'
}

/** Returns the address as one string, for maps. Two addresses never have the same id, because no path contains a NUL. */
export function idOf(address: Address): string {
  return address.path + (address.exact ? '\0=' : '\0') + address.key
}

/** Returns the address as one readable text: the path, then the key. Stores without a limit for names use it as a name. */
export function addressText(address: Address): string {
  return address.key === '' ? address.path : `${address.path} ${address.key}`
}

/** Returns the key of an entry that the library keeps for itself. No canonical text of arguments begins like this. */
export function internalKey(purpose: 'pages of' | 'shown at' | 'client of' | 'outbox', name: string): string {
  return `${purpose} ${name}`
}

/** True for the key of an entry that the library keeps for itself. It is no entry of the application. */
export function isInternalKey(key: string): boolean {
  return /^(pages of|shown at|client of|outbox) /.test(key)
}

/** True for the key of an item of an outbox: it stays until the outbox deletes it, whatever its age. */
export function isOutboxKey(key: string): boolean {
  return key.startsWith('outbox ')
}

/**
 * True if `address` is at `base` or under it: its path is `base`, with any key, or begins with `base` and a `/`. A base that ends with
 * `/` or `\` needs no other. Every address is under `''`. No character of a base is a wildcard.
 *
 * @example
 * ```ts
 * import { type Address, type EntryStat, isUnder } from 'cachetta'
 *
 * const stats = new Map<string, EntryStat>()
 *
 * export async function* list(base: string): AsyncIterable<EntryStat> {
 *   for (const stat of stats.values()) if (isUnder(base, stat.address)) yield stat
 * }
 * ```
 */
export function isUnder(base: string, address: Address): boolean {
  return base === '' || address.path === base || address.path.startsWith(/[/\\]$/.test(base) ? base : `${base}/`)
}

/**
 * True if a path that somebody else has written stays at `base` or under it: it has no `..` after the base, and no NUL. Without a
 * base, because a path function names the entries, it may have no `..` at all. Only the text counts; links are not followed.
 */
export function staysUnder(base: string | undefined, address: Address): boolean {
  if (base === undefined) return address.exact && isSafePart(address.path)
  return address.path === base || (isUnder(base, address) && isSafePart(address.path.slice(base.length)))
}

/** The options of a cache that decide the addresses of its entries. */
export interface AddressRule {
  readonly path: Path
  /** The literal path as it was given, if `path` is that path made absolute. */
  readonly givenPath?: string | undefined
  /** Makes the result of a path function absolute. Absent: it stays as it is. */
  readonly resolvePath?: ((path: string) => string) | undefined
  /** Returns the part of the arguments that identifies the entry. Absent: all arguments identify it. */
  readonly key?: ((...args: readonly never[]) => unknown) | undefined
  /** `true`: the receiver of a method is part of the key. */
  readonly includeReceiver: boolean
}

/** Returns the address of the entry for these arguments. Throws `InvalidKeyError` or `InvalidPathError`. */
export function addressOf(rule: AddressRule, args: readonly unknown[], receiver?: unknown): Address {
  let key =
    rule.key === undefined ? canonicalText(args) : canonicalText([callKeyOption(rule.key, args)], KEY_OPTION_RESULT)
  if (rule.includeReceiver && receiver !== undefined) key = `this(${canonicalText([receiver], RECEIVER)})${key}`
  if (typeof rule.path === 'function') return toExactAddress(rule, resolvePath(rule.path, args), key)
  const { givenPath, path } = rule
  return givenPath === undefined ? { path, key, exact: false } : { path, key, exact: false, givenPath }
}

function toExactAddress(rule: AddressRule, givenPath: string, key: string): Address {
  const path = rule.resolvePath?.(givenPath) ?? givenPath
  return path === givenPath ? { path, key, exact: true } : { path, key, exact: true, givenPath }
}

const KEY_OPTION_RESULT = {
  name: 'the result of the key option',
  advice: hasLongTexts ? '; return what identifies the entry, for example an id or an array of ids' : '',
}

const RECEIVER = {
  name: 'the receiver (skipThis: false)',
  advice: hasLongTexts
    ? '; add a toJSON() method to its class that returns what identifies it, or leave out skipThis: false'
    : '',
}

function callKeyOption(key: (...args: readonly never[]) => unknown, args: readonly unknown[]): unknown {
  try {
    // A cast, because the types of the cached function have compared its arguments with those of the key option.
    return key(...(args as readonly never[]))
  } catch (cause) {
    throw new InvalidKeyError('the key option threw an error; see the cause of this one', { cause })
  }
}

/**
 * Returns the name of an entry in a store. No path contains a NUL, so two addresses never share a name, and names sort by path.
 */
export function entryNameOf({ path, key, exact }: Address): string {
  return exact ? path : `${path}\0${key}`
}
