// The stream of a page, with the state of its scope in it. React writes the page in flushes. Each flush gets the entries that
// were added since the flush before it, in a script in front of the HTML that shows them:
//
//     React    |--shell--|          |--boundary, and the script that reveals it--|
//     page     | <head> state shell | state of the boundary | boundary, revealed |
//
// inject-state.ts adds the script to one flush. pipeable.ts and readable.ts find the flushes in the two kinds of streams.

import type { StateOptions } from '../state-script.ts'
import { createInjectState } from './inject-state.ts'
import type { PipeablePage } from './pipeable.ts'
import { injectIntoPipeable } from './pipeable.ts'
import type { ReadablePage } from './readable.ts'
import { injectIntoReadable } from './readable.ts'

/**
 * Adds the entries of a scope to the stream of its page: each entry once, in front of the part of the page that shows it.
 * `hydrate(cache)` reads them in the browser. `stream` is the result of `renderToPipeableStream` or `renderToReadableStream`.
 * @throws {InvalidOptionError} when `scope` did not come from `cache.scope()`.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaProvider } from 'cachetta/react'
 * import { withState } from 'cachetta/ssr'
 * import { renderToReadableStream } from 'react-dom/server'
 *
 * const cache = new Cachetta({ path: './cache/pages', duration: '5m' })
 *
 * export async function respond(): Promise<Response> {
 *   const scope = cache.scope()
 *   const page = <CachettaProvider cache={scope}><App /></CachettaProvider>
 *   const stream = await renderToReadableStream(page, { bootstrapModules: ['/client.js'] })
 *   return new Response(withState(scope, stream), { headers: { 'content-type': 'text/html; charset=utf-8' } })
 * }
 * ```
 */
export function withState<Stream extends ReadablePage | PipeablePage>(
  scope: object,
  stream: Stream,
  options: StateOptions = {},
): Stream {
  const injectState = createInjectState(scope, options)
  const injected = 'pipe' in stream ? injectIntoPipeable(stream, injectState) : injectIntoReadable(stream, injectState)
  return injected as Stream // it has the members of the stream
}
