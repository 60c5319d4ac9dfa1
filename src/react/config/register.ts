/**
 * The types that an application sets once for all its hooks. `error` is the type of every `error`, unless a hook has its own.
 *
 *     declare module 'cachetta/react' {
 *       interface Register {
 *         error: ApiError
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: an application adds the members
export interface Register {}

/** What a fetcher throws: the `error` of {@link Register}, else `unknown`. */
export type RegisteredError = Register extends { readonly error: infer Error } ? Error : unknown
