import { StoreError, UnsafeTypeError } from '../errors.ts'
import { isDangerous } from './own-parts.ts'
import { deepest } from './rebuild.ts'

/** A Map takes two levels of JSON for one of the value, and so do annotations; the envelope takes some more. */
const deepestJson = 2 * deepest + 10

/** Checks what JSON.parse gave: not deeper than anything that is written here, and no key that could reach a prototype. */
export function checkParsed(json: unknown, depth = 0): void {
  if (typeof json !== 'object' || json === null) return
  if (depth > deepestJson) throw new StoreError('DAMAGED', `the entry nests deeper than ${deepestJson} levels`)
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) checkParsed(json[index], depth + 1)
    return
  }
  // What JSON.parse made has no inherited properties but those of Object.prototype, which are not enumerable.
  for (const key in json) {
    if (isDangerous(key))
      throw new UnsafeTypeError(`the entry holds the key ${key}, through which a prototype could be changed`)
    checkParsed(json[key as keyof typeof json], depth + 1)
  }
}
