// The options `duration`, `staleDuration` and `staleIfError` as functions. Such a function is called once, when a value is stored.
// The entry keeps the result, so that every reader judges the entry by it.

import { parseDuration } from '../../entry/duration.ts'
import type { EntrySpans } from '../../entry/entry.ts'
import { InvalidOptionError } from '../../errors.ts'
import { ignoreRejection } from '../../key/ignore-rejection.ts'

type SpanName = keyof EntrySpans
type SpanFunction = (value: unknown, ...args: readonly unknown[]) => unknown

/** The spans of a cache that were given as functions. */
export type SpanFunctions = readonly (readonly [name: SpanName, call: SpanFunction])[]

/** Selects the spans that are functions. Returns `undefined` if there are none. */
export function selectSpanFunctions(options: { readonly [Name in SpanName]?: unknown }): SpanFunctions | undefined {
  const found = (['duration', 'staleDuration', 'staleIfError'] as const).flatMap((name) => {
    const span = options[name]
    return typeof span === 'function' ? [[name, span as SpanFunction] as const] : [] // its result is parsed
  })
  return found.length > 0 ? found : undefined
}

/** Parses a span of the options. A function counts as 0: an entry that it has not judged is expired. */
export function parseSpan(value: unknown, name: string): number {
  return typeof value === 'function' ? 0 : parseDuration(value, name)
}

/** Creates the function that determines the spans of a value. It throws `InvalidOptionError` if an option throws or returns no span. */
export function spansOf(
  { spanFunctions }: { readonly spanFunctions: SpanFunctions | undefined },
  args: readonly unknown[],
): ((value: unknown) => EntrySpans) | undefined {
  if (spanFunctions === undefined) return undefined
  return (value) => Object.fromEntries(spanFunctions.map(([name, call]) => [name, callSpan(name, call, value, args)]))
}

function callSpan(name: SpanName, call: SpanFunction, value: unknown, args: readonly unknown[]): number {
  let span: unknown
  try {
    span = call(value, ...args)
  } catch (cause) {
    throw new InvalidOptionError(`${name}: the function threw an error; see the cause of this one`, { cause })
  }
  ignoreRejection(span)
  return Math.max(0, parseDuration(span, `${name}, as its function returned it`))
}
