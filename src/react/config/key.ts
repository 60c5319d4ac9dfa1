/** What can be an argument in a key: any value with a stable identity. A function has none. */
export type Argument = string | number | bigint | boolean | null | undefined | (object & { readonly bind?: never })

/** One object that is an argument by itself: not an array, not a function. */
type SingleArgument = object & { readonly bind?: never; readonly [Symbol.iterator]?: never }

/** Names an entry: a string, a number, or a list of arguments. An object is a list with one argument. */
export type Key = string | number | readonly Argument[] | SingleArgument

/** A falsy value in place of a key that is not known yet. The hook fetches nothing. */
export type NoKey = '' | 0 | false | null | undefined

/** A key, no key, or a function that returns either. A function that throws returns no key. */
export type KeyOrNone<K> = K | NoKey | (() => K | NoKey)
