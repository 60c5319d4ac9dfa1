/** What can be an argument in a key: any value with a stable identity. A function has none. */
export type Argument =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Argument[]
  | LiteralArgument
  | (object & { readonly bind?: never })

/** An object that is written in the key. A list in it, and in the key, stays mutable, because a fetcher may take a mutable one. */
interface LiteralArgument {
  readonly [name: string]: Argument
}

/** One object that is an argument by itself: not an array, not a function. */
type SingleArgument = object & { readonly bind?: never; readonly [Symbol.iterator]?: never }

/** Names an entry: a string, a number, or a list of arguments. An object is a list with one argument. */
export type Key = string | number | Argument[] | readonly Argument[] | SingleArgument

/** A key that a call writes as a literal: the compiler infers its exact type. */
export type LiteralKey = Key | LiteralArgument

/** A falsy value in place of a key that is not known yet. The hook fetches nothing. */
export type NoKey = '' | 0 | false | null | undefined

/** A key, no key, or a function that returns either. A function that throws returns no key. */
export type KeyOrNone<K> = K | NoKey | (() => K | NoKey)

/**
 * The key that a hook passes on: that of the call, if its type could be inferred. It is any key if the call has no key, or if it has
 * type parameters, because the compiler infers no type beside those that are given.
 */
// biome-ignore lint/suspicious/noExplicitAny: `never` would make the key unusable in a function that is written in the call
export type PassedKey<K> = LiteralKey extends K ? any : NoInfer<K>

/** A cached function, synchronous or not. */
export interface Cached {
  /** Returns the value of these arguments. */
  (...args: never[]): unknown
  /** Finds the entry of these arguments. Computes nothing. */
  lookup(...args: never[]): unknown
  /** Forgets the entry of these arguments. */
  invalidate(...args: never[]): unknown
}

/** A cached function and its arguments, as a key. */
export type CachedKey<Fn extends Cached> = readonly [fn: Fn, ...args: Parameters<Fn>]

/** A key in the `fallback` of a provider: any key of a hook, but no function that returns a key. */
export type FallbackKey = LiteralKey | Cached | readonly [fn: Cached, ...args: Argument[]]
