import type { Remembered } from './memory.ts'
import type { Question } from './question.ts'

/** What a hook does where there is no data: waits for it, has it fetched in the browser, or shows a placeholder or nothing. */
export type Without = 'waits' | 'fetches' | 'does without'

/** What the page of a scope shows. */
export interface Page {
  /** What a hook renders of an entry of which `known` is known now. */
  settle(question: Question, known: Remembered | undefined, without: Without): Remembered | undefined
  /** A hook that was shown nothing does not render it, but waits. */
  wait(question: Question): void
  /** What was rendered, by id. */
  readonly shown: ReadonlyMap<string, Remembered>
  /** Was any part of the page rendered without the entry, and did not wait for it? */
  isBare(id: string): boolean
}
