// Types of functions that can be wrapped. They carry the overloads of a function over to its cached function.

import type { Overrides } from './options/options.ts'

/** Any function that can be wrapped. */
export type AnyFunction = (...args: never[]) => unknown

/** A function that a cache of these values can wrap. */
export type FunctionOf<Value> = (...args: never[]) => Value | PromiseLike<Value>

/** An asynchronous method that a cache of these values can wrap. */
export type MethodOf<Value> = (...args: never[]) => Promise<Value>

/** A synchronous function that a cache of these values can wrap. */
export type SyncFunctionOf<Value> = (...args: never[]) => Value

/** One overload of a function. */
interface Overload<This, Args extends readonly unknown[], Result> {
  readonly receiver: This
  readonly args: Args
  readonly result: Result
}

/**
 * The overloads of a function, in their order. TypeScript finds the last four of a function that has more. Of a function that has
 * fewer it finds the first several times, which adds nothing to a union or an intersection.
 */
type OverloadsOf<Fn extends AnyFunction> = Fn extends {
  (this: infer This1, ...args: infer Args1): infer Result1
  (this: infer This2, ...args: infer Args2): infer Result2
  (this: infer This3, ...args: infer Args3): infer Result3
  (this: infer This4, ...args: infer Args4): infer Result4
}
  ? [
      Overload<This1, Args1, Result1>,
      Overload<This2, Args2, Result2>,
      Overload<This3, Args3, Result3>,
      Overload<This4, Args4, Result4>,
    ]
  : never

/** The arguments of each overload. */
export type ArgumentsOf<Fn extends AnyFunction> = OverloadsOf<Fn>[number]['args']

/**
 * The arguments that an option gets. For one overload this is its list. For several it is a list of all their arguments, because
 * a callback with fewer parameters does not fit a union of lists.
 */
type OptionArguments<Fn extends AnyFunction> = [ArgumentsOf<Fn>] extends [Parameters<Fn>]
  ? Parameters<Fn>
  : readonly ArgumentsOf<Fn>[number][]

/** The result of each overload. */
export type ResultOf<Fn extends AnyFunction> = OverloadsOf<Fn>[number]['result']

/** One overload with a promise as its result. The receiver is left out if the function names none, because editors show it. */
type PromisingOverload<One extends Overload<unknown, readonly unknown[], unknown>> = unknown extends One['receiver']
  ? (...args: One['args']) => Promise<Awaited<One['result']>>
  : (this: One['receiver'], ...args: One['args']) => Promise<Awaited<One['result']>>

/** All overloads with promises as their results. */
type PromisingOverloads<All extends OverloadsOf<AnyFunction>> = PromisingOverload<All[0]> &
  PromisingOverload<All[1]> &
  PromisingOverload<All[2]> &
  PromisingOverload<All[3]>

/** The results that are no promises, or promises with more members than a cached function returns. */
type NotPlainPromise<Result> =
  Result extends Promise<infer Value> ? (Promise<Value> extends Result ? never : Result) : Result

/**
 * The type of a function once it returns promises. A function that returns only promises keeps its exact type, with its overloads
 * and type parameters. Any other gets promises as results. TypeScript cannot carry over its type parameters: they become
 * `unknown`.
 */
export type Promised<Fn extends AnyFunction> = [ResultOf<Fn>] extends [never]
  ? PromisingOverloads<OverloadsOf<Fn>>
  : [NotPlainPromise<ResultOf<Fn>>] extends [never]
    ? Fn
    : PromisingOverloads<OverloadsOf<Fn>>

/** Overrides for a function. */
export type FunctionOverrides<Fn extends AnyFunction> = Overrides<Awaited<ResultOf<Fn>>, OptionArguments<Fn>>

/** The members that identify the context of a decorator. All the others would restrict the method's `this`. */
export type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'addInitializer'>
