import { SuperJSON } from 'superjson'

/** The name of a type in the annotations, for example `Date`. */
type LeafType = string

interface Leaf {
  readonly json: unknown
  readonly type: LeafType
}

/**
 * superjson converts single values here: it decides the text and the name of each type. It never sees objects of a user, because
 * it refuses keys such as `constructor`, and its time grows with the product of an object's size and depth.
 */
const superJson = new SuperJSON()

/** The time to convert a bigint grows faster than its digits: ten million take ten seconds. This number takes milliseconds. */
export const maxBigintDigits = 100_000
/** The first bigint that may have more digits. */
const firstLongBigint = 1n << 332_192n

/**
 * Converts a value without parts that JSON cannot keep: `undefined`, `NaN`, a bigint, a Date, a RegExp, a URL. Throws for a bigint
 * that is too long to read.
 */
export function serializeLeaf(value: unknown): Leaf {
  if (typeof value === 'bigint' && (value >= firstLongBigint || -value >= firstLongBigint)) {
    throw new RangeError(
      `a bigint with more than ${maxBigintDigits} digits cannot be stored; store its bytes or its text`,
    )
  }
  const { json, meta } = superJson.serialize(value)
  return { json, type: readType(meta?.values) }
}

/** Restores a value from `serializeLeaf`. Throws if the text is invalid, for example that of a URL. */
export function reviveLeaf(json: unknown, type: LeafType): unknown {
  // A cast, because the types of superjson list the names of its types, and read-annotations.ts has compared them.
  const payload = { json, meta: { values: [type], v: 1 } } as Parameters<SuperJSON['deserialize']>[0]
  return superJson.deserialize(payload, { inPlace: true })
}

function readType(values: unknown): LeafType {
  const type: unknown = Array.isArray(values) ? values[0] : undefined
  if (typeof type === 'string') return type
  throw new TypeError('superjson has no annotation for this value')
}
