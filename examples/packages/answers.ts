// What the server answers, as both sides know it. Plain JSON: instants are epoch milliseconds, sizes are bytes.

export interface Visitor {
  readonly id: string
  readonly name: string
}

export interface PackageRow {
  /** `name@version`. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly licence: string | null
  readonly files: number
  readonly bytes: number
  /** How many packages it asks for itself. */
  readonly requires: number
}

export interface PackageList {
  readonly rows: readonly PackageRow[]
  readonly total: number
  /** Where the next page begins; `null` after the last one. */
  readonly next: number | null
}

export interface Package extends PackageRow {
  /** Its files, each compressed by itself: what takes the time. */
  readonly gzipBytes: number
  readonly computedIn: number
  readonly kinds: readonly FileKind[]
  readonly tree: readonly Branch[]
  /** All that it brings along, the largest first. */
  readonly brings: readonly Brought[]
  readonly requiredBy: readonly string[]
}

export interface FileKind {
  readonly kind: string
  readonly bytes: number
}

export interface Branch {
  readonly id: string
  readonly bytes: number
  readonly branches: readonly Branch[]
  /** Shown further up already: its branches are not told again. */
  readonly isRepeated: boolean
}

export interface Brought {
  readonly id: string
  readonly bytes: number
}

export interface Note {
  /** Chosen by its writer, so that sending it twice is sending it once. */
  readonly id: string
  readonly packageId: string
  readonly author: string
  readonly text: string
  readonly writtenAt: number
}

/** Something that happened on the server. */
export interface Happening {
  readonly id: string
  readonly at: number
  readonly kind: 'computed' | 'disk' | 'noted'
  readonly text: string
  readonly packageId: string
}
