import { isPlainContainer } from '../key/canonical.ts'

/**
 * How many objects a search visits, and how many members of one object. Arguments and results can be of any size, and a list
 * without elements may have a length of four billion. What a search looks for lies near their surface.
 */
const LIMIT = 10_000

/**
 * Finds the objects that `isWanted` in a plain object or list, at any depth of plain objects and lists. `listItems` lists what
 * other containers hold.
 */
export function findObjects(
  root: object,
  isWanted: (object: object) => boolean,
  listItems: (object: object) => readonly unknown[] | undefined = () => undefined,
): readonly object[] {
  const seen = new Set<object>([root])
  const wanted: object[] = []
  for (const object of seen) {
    if (answers(() => isWanted(object))) wanted.push(object)
    else if (answers(() => isPlainContainer(object))) answers(() => addObjects(membersOf(object), seen))
    else answers(() => addObjects(listItems(object) ?? [], seen))
  }
  return wanted
}

/** True for a plain object or list that holds only primitive values, as most arguments do. A search finds nothing in it. */
export function isFlat(object: object): boolean {
  return answers(() => isPlainContainer(object) && holdsOnlyPrimitives(object))
}

function holdsOnlyPrimitives(object: object): boolean {
  if (Array.isArray(object)) return object.length <= LIMIT && object.every(isPrimitive)
  return Object.keys(object).every((key) => isPrimitive(Object.getOwnPropertyDescriptor(object, key)?.value))
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function')
}

/** Adds the members that are objects, unless there are too many. */
function addObjects(members: readonly unknown[], objects: Set<object>): void {
  for (const member of members) if (isObject(member) && objects.size < LIMIT) objects.add(member)
}

/** Returns the members of an object. Does not call accessors, because they may have effects that the caller does not want. */
function membersOf(object: object): readonly unknown[] {
  if (Array.isArray(object)) return Array.prototype.slice.call(object, 0, LIMIT)
  const keys = Object.keys(object).slice(0, LIMIT)
  return keys.map((key) => Object.getOwnPropertyDescriptor(object, key)?.value)
}

/** An accessor or a proxy may throw. */
function answers(question: () => unknown): boolean {
  try {
    return question() === true
  } catch {
    return false
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
