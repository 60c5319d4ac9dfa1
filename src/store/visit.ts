import type { Signal } from '../key/abort-signal.ts'

/** What a call of a store that visits many entries gets. A store may ignore it. */
export interface Visit {
  /**
   * Once it is aborted, the store ends the call early, without an error: what it has deleted stays deleted, and the rest is unchanged.
   * The engine rejects the call of the user with the reason.
   */
  readonly signal?: Signal | undefined
  /**
   * The store calls this from time to time while it makes progress. The time that the engine waits for the end of the call then starts
   * again, because a call of a million entries may take long.
   */
  readonly onProgress?: () => void
}
