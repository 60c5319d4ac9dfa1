/** What names an entry: a text, a number, or a list of arguments; an object is a list of one. */
export type Key = string | number | readonly unknown[] | object

/** Anything falsy, for a key that is not there yet: nothing is fetched. */
export type NoKey = '' | 0 | false | null | undefined

/** A key, none, or a function that returns either; one that throws has none. */
export type KeyOrNone<K> = K | NoKey | (() => K | NoKey)
