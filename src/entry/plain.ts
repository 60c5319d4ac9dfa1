import { isDangerous } from './own-parts.ts'
import { deepest } from './rebuild.ts'

/**
 * True for what JSON writes and reads back as it is, shared objects written out once for each place. Fast, because it
 * decides for most values that nothing else has to look at them.
 */
export function isPlainJson(value: unknown): boolean {
  try {
    const walk: PlainWalk = { depth: 0, left: manyObjects, met: undefined }
    const isPlain = isPlainValue(value, walk)
    if (walk.left >= 0) return isPlain
    // So many objects are few ones shared in many places, perhaps: written out they could fill the disk.
    return isPlainValue(value, { depth: 0, left: Number.POSITIVE_INFINITY, met: new Set() })
  } catch {
    // An accessor or a proxy threw. The walk that looks at everything says where.
    return false
  }
}

/** A copy of what `isPlainJson` is true for. */
export function copyPlainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element) => copyPlainJson(element))
  // Spread first: then every property is there, and none is set through a prototype.
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    if (typeof copy[key] === 'object') copy[key] = copyPlainJson(copy[key])
  }
  return copy
}

interface PlainWalk {
  depth: number
  /** Objects that may still be met before the walk gives up. */
  left: number
  /** Where it is kept, an object that is met twice is not plain. */
  readonly met: Set<object> | undefined
}

const manyObjects = 100_000

function isPlainValue(value: unknown, walk: PlainWalk): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object') return false
  return Array.isArray(value)
    ? isPlainList(value, walk)
    : isPlainRecord(value as Readonly<Record<string, unknown>>, walk)
}

function isPlainList(list: readonly unknown[], walk: PlainWalk): boolean {
  if (Object.getPrototypeOf(list) !== Array.prototype || !mayEnter(list, walk)) return false
  // Counts holes and properties beside the elements in one.
  if (Object.keys(list).length !== list.length) return false
  for (let index = 0; index < list.length; index++) if (!isPlainValue(list[index], walk)) return false
  walk.depth--
  return true
}

function isPlainRecord(record: Readonly<Record<string, unknown>>, walk: PlainWalk): boolean {
  if (Object.getPrototypeOf(record) !== Object.prototype || !mayEnter(record, walk)) return false
  if (Object.getOwnPropertySymbols(record).length > 0) return false
  // Faster than Object.keys; an inherited property would be plain as well, and JSON leaves it out.
  for (const key in record) {
    if (isDangerous(key) || !isPlainValue(record[key], walk)) return false
  }
  walk.depth--
  return true
}

function mayEnter(object: object, walk: PlainWalk): boolean {
  if (++walk.depth > deepest || --walk.left < 0 || walk.met?.has(object)) return false
  walk.met?.add(object)
  return true
}
