// Checks JSON before anything else reads it, because anyone could have written it. What `encodeEntry` cannot write, this refuses.

import { StoreError, UnsafeTypeError } from '../../errors.ts'
import { isUnsafeKey } from '../kinds/properties.ts'
import { maxDepth } from '../kinds/transform-value.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** One level of a value can take two levels of JSON, for example in a Map. The object around the value takes a few more. */
export const maxJsonDepth: number = 2 * maxDepth + 10

/** The size of some JSON. */
export interface JsonSize {
  /** The number of members of all objects together. */
  readonly members: number
  /** The number of arrays and objects around the deepest value. */
  readonly depth: number
  /**
   * No text of this JSON is shorter. If a text has this length, then nothing is in it twice, for example a member with the same
   * key. Most texts of `encodeEntry` have it, so that they need no second look.
   */
  readonly length: number
}

/**
 * Throws `UnsafeTypeError` for JSON with a key that could change a prototype, and `StoreError` for JSON that is deeper than any
 * entry, and for numbers that JSON cannot write.
 */
export function checkJson(json: unknown): JsonSize {
  const counts = { members: 0, depth: 0 }
  const length = checkNode(json, 0, counts)
  return { ...counts, length }
}

type Counts = { -readonly [Key in Exclude<keyof JsonSize, 'length'>]: JsonSize[Key] }

/** Returns the length of the shortest text of the JSON. */
function checkNode(json: unknown, depth: number, counts: Counts): number {
  if (typeof json === 'string') return json.length + 2
  if (typeof json === 'number') return checkNumber(json)
  if (typeof json !== 'object' || json === null) return json === false ? 5 : 4 // false, true, null
  if (depth > maxJsonDepth) throwDamaged(`it is nested deeper than ${maxJsonDepth} levels`)
  if (depth >= counts.depth) counts.depth = depth + 1
  return Array.isArray(json) ? checkElements(json, depth, counts) : checkMembers(json, depth, counts)
}

function checkElements(array: readonly unknown[], depth: number, counts: Counts): number {
  let length = array.length === 0 ? 2 : array.length + 1 // two brackets, and the commas
  for (let index = 0; index < array.length; index++) length += checkNode(array[index], depth + 1, counts)
  return length
}

function checkMembers(object: object, depth: number, counts: Counts): number {
  let members = 0
  let length = 0
  // The loop visits own properties only: JSON.parse creates plain objects, and `Object.prototype` has no enumerable properties.
  for (const key in object) {
    if (isUnsafeKey(key)) refuseKey(key)
    members++
    length += key.length + 4 + checkNode(object[key as keyof typeof object], depth + 1, counts) // `key` is one of its keys
  }
  counts.members += members
  // Each member has two quotes, a colon, and a comma or a brace.
  return members === 0 ? 2 : length + 1
}

/**
 * Returns the length of the shortest text of a number, or less. `1e999` is read as Infinity. JSON.stringify writes `null` for it,
 * and `0` for -0.
 */
function checkNumber(json: number): number {
  if (!Number.isFinite(json) || Object.is(json, -0)) throwDamaged('it has a number that JSON cannot write')
  const absolute = Math.abs(json)
  if (absolute < 10 && Number.isInteger(json)) return json < 0 ? 2 : 1
  // With an exponent, some of these are shorter: 1e3, 1e-3.
  if (absolute < 0.01 || absolute > Number.MAX_SAFE_INTEGER || absolute % 1000 === 0) return 1
  return String(json).length
}

function refuseKey(key: string): never {
  throw new UnsafeTypeError(`the entry has the key ${key}, which could change a prototype; delete the entry`)
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry is damaged: ${reason}`)
}
