import type { Filter } from './departing.ts'
import { departing, faceOfScope, stateOf } from './departing.ts'

export interface DehydrateOptions {
  /** Which entries travel, by the key as it was given. @default all that the scope touched */
  readonly filter?: Filter | undefined
}

/**
 * What a scope holds, as text for its page: JSON that is safe inside `<script>` and in any HTML. Errors and what could not come
 * back do not travel.
 * @throws {InvalidOptionError} for a cache that is no scope: it holds what other requests asked for.
 */
export function dehydrate(scope: object, { filter }: DehydrateOptions = {}): string {
  return stateOf(departing(faceOfScope(scope), filter, new Set()))
}
