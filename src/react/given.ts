import type { Fetcher, Options } from './options.ts'

/** The arguments of a hook after its key. */
export interface Given {
  readonly fetcher: Fetcher<unknown, unknown> | null
  readonly options: Options | undefined
}

/** Tells `(key, fetcher, options)`, `(key, options)` and `(key)` apart. */
export function givenBy([first, second]: readonly unknown[]): Given {
  const isFetcher = typeof first === 'function'
  const options = isFetcher ? second : (first ?? second)
  return { fetcher: isFetcher ? (first as Given['fetcher']) : null, options: options as Options | undefined } // typed by the overloads
}
