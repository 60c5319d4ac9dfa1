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

/** Adds the members that are objects, unless there are too many. */
function addObjects(members: readonly unknown[], objects: Set<object>): void {
  const end = Math.min(members.length, LIMIT)
  for (let index = 0; index < end && objects.size < LIMIT; index++) {
    const member = members[index]
    if (isObject(member)) objects.add(member)
  }
}

/** Returns the members of an object. Does not call accessors, because they may have effects that the caller does not want. */
function membersOf(object: object): readonly unknown[] {
  if (Array.isArray(object)) return object
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
