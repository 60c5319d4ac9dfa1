/** Any function that can be wrapped. */
export type AnyFunction = (...args: never[]) => unknown

/** One way to call a function. */
interface Call<This, Args extends readonly unknown[], Result> {
  readonly receiver: This
  readonly args: Args
  readonly result: Result
}

/**
 * The ways to call a function, in their order. TypeScript finds the last four overloads of a function that has more,
 * and the first one several times in a function that has fewer, which adds nothing to a union or an intersection.
 */
type Calls<Fn extends AnyFunction> = Fn extends {
  (this: infer This1, ...args: infer Args1): infer Result1
  (this: infer This2, ...args: infer Args2): infer Result2
  (this: infer This3, ...args: infer Args3): infer Result3
  (this: infer This4, ...args: infer Args4): infer Result4
}
  ? [Call<This1, Args1, Result1>, Call<This2, Args2, Result2>, Call<This3, Args3, Result3>, Call<This4, Args4, Result4>]
  : never

/** The arguments of every overload. */
export type ArgumentsOf<Fn extends AnyFunction> = Calls<Fn>[number]['args']

/**
 * What options see of the arguments: the list itself or, of several overloads, a list of what any of them takes. For a
 * callback that takes fewer arguments than it is given fits no union of lists.
 */
export type SeenArguments<Fn extends AnyFunction> = [ArgumentsOf<Fn>] extends [Parameters<Fn>]
  ? Parameters<Fn>
  : readonly ArgumentsOf<Fn>[number][]

/** The results of every overload. */
export type ResultOf<Fn extends AnyFunction> = Calls<Fn>[number]['result']

/** Names the receiver only where the function does: an editor shows it. */
type Promising<Way extends Call<unknown, readonly unknown[], unknown>> = unknown extends Way['receiver']
  ? (...args: Way['args']) => Promise<Awaited<Way['result']>>
  : (this: Way['receiver'], ...args: Way['args']) => Promise<Awaited<Way['result']>>

/** The function, overload by overload, with promises for results. */
type PromisingOverloads<Ways extends Calls<AnyFunction>> = Promising<Ways[0]> &
  Promising<Ways[1]> &
  Promising<Ways[2]> &
  Promising<Ways[3]>

/** What is no promise among results, or one with members that a cached function's promise does not have. */
type Unpromised<Result> =
  Result extends Promise<infer Value> ? (Promise<Value> extends Result ? never : Result) : Result

/**
 * A function that returns promises keeps its type to the letter, overloads and type parameters included. Any other gets
 * promises for results; TypeScript cannot carry its type parameters over, so they become `unknown`.
 */
export type Promised<Fn extends AnyFunction> = [ResultOf<Fn>] extends [never]
  ? PromisingOverloads<Calls<Fn>>
  : [Unpromised<ResultOf<Fn>>] extends [never]
    ? Fn
    : PromisingOverloads<Calls<Fn>>
