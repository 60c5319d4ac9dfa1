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
}

/**
 * Throws `UnsafeTypeError` for JSON with a key that could change a prototype, and `StoreError` for JSON that is deeper than any
 * entry, and for numbers that JSON cannot write.
 */
export function checkJson(json: unknown): JsonSize {
  const check: Check = { members: 0, deepest: 0 }
  checkNode(json, 0, check)
  return { members: check.members, depth: check.deepest }
}

interface Check {
  members: number
  deepest: number
}

function checkNode(json: unknown, depth: number, check: Check): void {
  if (typeof json === 'number') checkNumber(json)
  if (typeof json !== 'object' || json === null) return
  if (depth >= check.deepest) check.deepest = depth + 1
  if (depth > maxJsonDepth) throwDamaged(`it is nested deeper than ${maxJsonDepth} levels`)
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) checkNode(json[index], depth + 1, check)
    return
  }
  // The loop visits own properties only: JSON.parse creates plain objects, and `Object.prototype` has no enumerable properties.
  for (const key in json) {
    if (isUnsafeKey(key)) {
      throw new UnsafeTypeError(`the entry has the key ${key}, which could change a prototype; delete the entry`)
    }
    check.members++
    checkNode(json[key as keyof typeof json], depth + 1, check) // `key` is one of its keys
  }
}

/** `1e999` is read as Infinity. JSON.stringify writes `null` for it, and `0` for -0. */
function checkNumber(json: number): void {
  if (!Number.isFinite(json) || Object.is(json, -0)) throwDamaged('it has a number that JSON cannot write')
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry is damaged: ${reason}`)
}
