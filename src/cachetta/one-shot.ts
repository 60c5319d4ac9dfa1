// Results that can be read only once: a second caller would find nothing in them. They are neither stored nor shared.

import { hasLongTexts } from '#environment'
import type { Engine } from '../engine/engine.ts'
import type { EntryRequest } from '../engine/request/request.ts'
import { reportStoreFailure } from '../engine/store/guard-store.ts'
import { UnsafeTypeError } from '../errors.ts'
import { findObjects, isObject } from './search.ts'

type Members = Readonly<Record<PropertyKey, unknown>>

/** What can be read only once, in words, and what to return instead. The members identify it, also in another realm. */
const KINDS: readonly (readonly [words: string, advice: string | false, isOfKind: (object: Members) => boolean])[] = [
  [
    'a Response',
    hasLongTexts && '; return what it contains, for example await response.json()',
    ({ arrayBuffer, bodyUsed }) => typeof bodyUsed === 'boolean' && typeof arrayBuffer === 'function',
  ],
  [
    'a stream',
    hasLongTexts && '; return what it contains, for example await new Response(stream).text()',
    ({ getReader, getWriter }) => typeof getReader === 'function' || typeof getWriter === 'function',
  ],
  [
    'a stream',
    hasLongTexts && '; return what it contains, for example by text() of node:stream/consumers',
    ({ on, pipe }) => typeof pipe === 'function' && typeof on === 'function',
  ],
  [
    'an iterator',
    hasLongTexts && '; return its values as a list',
    (object) => typeof object['next'] === 'function' && (Symbol.iterator in object || Symbol.asyncIterator in object),
  ],
]

type Types = EntryRequest['policy']['types']

/** True if a result is, or contains, something that can be read only once. Classes in `allowedTypes` do not count. */
export function isOneShot(value: unknown, types: Types): boolean {
  return findOneShot(value, types) !== undefined
}

/** Logs once per path that a result is not stored because it can be read only once. Returns true for such a result. */
export function refuseOneShot(engine: Engine, { address, policy }: EntryRequest, value: unknown): boolean {
  const found = findOneShot(value, policy.types)
  if (found === undefined) return false
  const [words, advice] = kindOf(found) ?? []
  const place = found === value ? 'it is' : 'it contains'
  const error = new UnsafeTypeError(`value: ${place} ${words}, which can be read only once${advice || ''}`)
  reportStoreFailure(engine, 'write', address, error)
  return true
}

function findOneShot(value: unknown, { kinds }: Types): object | undefined {
  if (!isObject(value)) return undefined
  const isWanted = (object: object) => !kinds.has(Object.getPrototypeOf(object)) && kindOf(object) !== undefined
  return findObjects(value, isWanted, listItems)[0]
}

/** Lists what a Map or a Set holds, also one of another realm. */
function listItems(object: object): readonly unknown[] | undefined {
  const tag = Object.prototype.toString.call(object)
  if (tag === '[object Map]') return [...(object as Map<unknown, unknown>)].flat(1) // the tag says so; a false one throws
  return tag === '[object Set]' ? [...(object as Set<unknown>)] : undefined
}

function kindOf(object: object) {
  return KINDS.find(([, , isOfKind]) => isOfKind(object as Members)) // any object can be asked for any property
}
