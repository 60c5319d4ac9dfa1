import type { Fetcher, Options } from './options.ts'

/** The arguments of a hook after its key. */
export interface HookArguments {
  readonly fetcher: Fetcher<unknown, unknown> | null
  readonly options: Options | undefined
}

/** Tells `(key, fetcher, options)`, `(key, options)` and `(key)` apart. */
export function parseArguments([first, second]: readonly unknown[]): HookArguments {
  const isFetcher = typeof first === 'function'
  const options = isFetcher ? second : (first ?? second)
  return {
    fetcher: isFetcher ? (first as HookArguments['fetcher']) : null, // typed by the overloads of the hook
    options: options as Options | undefined, // as above
  }
}
