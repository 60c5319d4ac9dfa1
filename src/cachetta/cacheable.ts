// Types that refuse functions whose results cannot be cached, where their types show it. They speak of members, not of classes,
// because a program need not have the types of browsers and of Node.

import type { AnyFunction, ResultOf } from './overloads.ts'

/** The error of the compiler about a function whose result cannot be cached. `Advice` says what to return instead. */
export interface NotCacheable<Advice extends string> {
  /** Says what to return instead. */
  readonly cannotBeCached: Advice
}

/** A `Response` or `Request`. */
interface Body {
  readonly bodyUsed: boolean
  arrayBuffer(): Promise<unknown>
}

/** A stream of the web, readable or writable. */
type WebStream = { getReader(...args: never[]): unknown } | { getWriter(...args: never[]): unknown }

/** A stream of Node. A socket is one. */
interface NodeStream {
  pipe(...args: never[]): unknown
  on(...args: never[]): unknown
}

interface AnyIterator {
  next(): IteratorResult<unknown, unknown> | Promise<IteratorResult<unknown, unknown>>
}

/** What to return instead of a result. `never` for a result that may be cached. */
type AdviceFor<Result> =
  | IfAny<Result, Body, 'a Response can be read only once; return what it contains: await response.json()'>
  | IfAny<Result, WebStream | NodeStream, 'a stream can be read only once; return what it contains'>
  | IfAny<Result, AnyIterator, 'an iterator can be read only once; return a list of its values'>
  | IfAny<
      Result,
      AnyFunction | (abstract new (...args: never[]) => unknown),
      'a function cannot be stored; return data'
    >

/** `Then` if a member of the union is of the type `Refused`. */
type IfAny<Result, Refused, Then> = [Extract<Result, Refused>] extends [never] ? never : Then

/**
 * `1` if a result may be cached, else `never`. Results of the types `any` and `unknown` may. The list around `0` matters: without it
 * the compiler could not decide for a result with type parameters.
 */
type IsCacheable<Result> = [0] extends [1 & Result] ? 1 : [AdviceFor<Result>] extends [never] ? 1 : never

/**
 * The type to intersect a function with: `unknown` if its result may be cached. It compares with `never`, because a function whose
 * result has type parameters then passes.
 */
export type Cacheable<Fn extends AnyFunction> = [IsCacheable<Awaited<ResultOf<Fn>>>] extends [never]
  ? NotCacheable<AdviceFor<Awaited<ResultOf<Fn>>>>
  : unknown
