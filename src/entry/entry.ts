// What a store keeps.
//
//     in    the value of a call, when it was computed, and its key; or the text of an entry
//     out   an `Entry`, its text or its copy, and its freshness
//     by    freshness.ts, duration.ts (time), allowed-types.ts (which classes may be stored), kinds/ (how each type is stored),
//           json/ (entries as text, for files), clone-codec.ts (as structured clones, for IndexedDB), plain-json.ts (for memory)

/** A value with its key and the times that decide its freshness: the content of a store at one address. */
export interface Entry extends EntryHeader {
  /** The value that the function returned. */
  readonly value: unknown
}

/**
 * The spans that functions of the cache returned when the value was stored, in milliseconds. They apply to every reader, also to
 * one with other options. A span that is missing here comes from the options of the reader.
 */
export interface EntrySpans {
  /** The entry is fresh for this long. @default the option of the reader */
  readonly duration?: number
  /** For this long after `duration`, the entry is stale. @default the option of the reader */
  readonly staleDuration?: number
  /** For this long after `duration`, the entry replaces a value that cannot be computed. @default the option of the reader */
  readonly staleIfError?: number
}

/** An entry without its value. It suffices to judge the entry and to find it again. */
export interface EntryHeader extends EntrySpans {
  /** The canonical text of the arguments. Every read compares it, so two arguments with the same file name are a miss. */
  readonly key: string
  /** The time when the value was stored, in epoch milliseconds. */
  readonly storedAt: number
  /** The time when the medium wrote the entry, in epoch milliseconds, for example the mtime of a file. @default unknown */
  readonly datedAt?: number
  /** The `version` option of the cache that stored the entry. @default no version */
  readonly version?: string | number
  /** The tags by which `invalidateTags` finds the entry. */
  readonly tags: readonly string[]
}
