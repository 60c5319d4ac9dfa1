/** What can be an argument in a key: anything with an identity of its own, which a function has not. */
export type Argument = string | number | bigint | boolean | null | undefined | (object & { readonly bind?: never })

/** A single argument that is an object, and no list. */
type Single = object & { readonly bind?: never; readonly [Symbol.iterator]?: never }

/** What names an entry: a text, a number, or a list of arguments; an object is a list of one. */
export type Key = string | number | readonly Argument[] | Single

/** Anything falsy, for a key that is not there yet: nothing is fetched. */
export type NoKey = '' | 0 | false | null | undefined

/** A key, none, or a function that returns either; one that throws has none. */
export type KeyOrNone<K> = K | NoKey | (() => K | NoKey)
