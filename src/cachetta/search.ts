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
    else if (answers(() => isPlainContainer(object))) answers(() => addMembers(membersOf(object), seen))
    else answers(() => addMembers(listItems(object) ?? [], seen))
  }
  return wanted
}

/** Adds the members that are objects. Returns false once there are too many. */
function addMembers(members: Iterable<unknown>, objects: Set<object>): boolean {
  let count = 0
  for (const member of members) {
    if (objects.size >= LIMIT || ++count > LIMIT) return false
    if (isObject(member)) objects.add(member)
  }
  return true
}

/** Yields the members of an object. Does not call accessors, because they may have effects that the caller does not want. */
function* membersOf(object: object): Generator<unknown> {
  if (Array.isArray(object)) return yield* object
  for (const key of Object.keys(object)) yield Object.getOwnPropertyDescriptor(object, key)?.value
}

/** An accessor or a proxy may throw. */
function answers(question: () => boolean): boolean {
  try {
    return question()
  } catch {
    return false
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
