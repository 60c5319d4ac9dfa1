import type { Filter } from './collect-entries.ts'
import { collectEntries, handleOfScope, stateText } from './collect-entries.ts'

export interface DehydrateOptions {
  /** Which entries travel, by the key as it was given. @default all that the scope touched */
  readonly filter?: Filter | undefined
}

/**
 * What a scope holds, as text for its page: JSON that is safe inside `<script>` and in any HTML. Errors and what could not come
 * back do not travel.
 * @throws {InvalidOptionError} for a cache that is no scope: it holds what other requests request for.
 */
export function dehydrate(scope: object, { filter }: DehydrateOptions = {}): string {
  return stateText(collectEntries(handleOfScope(scope), filter, new Set()))
}
