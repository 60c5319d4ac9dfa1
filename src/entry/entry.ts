/** A value with its instants and key: what a store keeps under an address. */
export interface Entry extends EntryHeader {
  readonly value: unknown
}

/** All of an entry but its value: enough to judge it and to find it again. */
export interface EntryHeader {
  /** Canonical text of the arguments, compared on every read: a collision of names is a miss. */
  readonly key: string
  /** When the value was computed and stored, in epoch milliseconds. */
  readonly storedAt: number
  /** When the medium says it was written (a file's mtime), in epoch milliseconds, where the medium knows. */
  readonly datedAt?: number
  /** The `version` option of the cache that wrote it. */
  readonly version?: string | number
  /** What `invalidateTags` finds it by. */
  readonly tags: readonly string[]
}
