import type { StateOptions } from '../state-script.ts'
import { createInjectState } from './inject-state.ts'
import type { PipeablePage } from './pipeable.ts'
import { injectIntoPipeable } from './pipeable.ts'
import type { ReadablePage } from './readable.ts'
import { injectIntoReadable } from './readable.ts'

// The stream of a page, with the state of its scope in it. React writes the page in flushes; each says what has become known
// since the last one:
//
//     React    |--shell--|          |--boundary, and the script that reveals it--|
//     page     | <head> state shell | state of the boundary | boundary, revealed |

/**
 * What `renderToReadableStream` resolved with, or `renderToPipeableStream` returned, with the data of the scope in it: each
 * entry once, and before the part of the page that shows it. The browser takes it with `hydrate(cache)`.
 * @throws {InvalidOptionError} for a cache that is no scope.
 */
export function withState<Stream extends ReadablePage | PipeablePage>(
  scope: object,
  stream: Stream,
  options: StateOptions = {},
): Stream {
  const attach = createInjectState(scope, options)
  const through = 'pipe' in stream ? injectIntoPipeable(stream, attach) : injectIntoReadable(stream, attach)
  return through as Stream // the same verbs over the same page
}
