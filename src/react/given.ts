import type { Fetcher, Options } from './options.ts'

/** The arguments of a hook after its key. */
export interface Given {
  readonly fetcher: Fetcher<unknown, unknown> | null
  readonly options: Options | undefined
}

/** Tells `(key, fetcher, options)`, `(key, options)` and `(key)` apart. */
export function givenBy([first, second]: readonly unknown[]): Given {
  const isOptions = typeof first === 'object' && first !== null && second === undefined
  const fetcher = isOptions ? null : (first ?? null)
  const options = isOptions ? first : second
  return { fetcher: fetcher as Given['fetcher'], options: options as Options | undefined } // typed by the overloads
}
