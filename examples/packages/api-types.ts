// The JSON of the API, for the server and the browser. Times are epoch milliseconds, sizes are bytes.

export interface Visitor {
  readonly id: string
  readonly name: string
}

export interface PackageSummary {
  /** `name@version`. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly licence: string | null
  readonly files: number
  readonly bytes: number
  /** Number of direct dependencies. */
  readonly dependencyCount: number
}

export interface PackagePage {
  readonly packages: readonly PackageSummary[]
  readonly total: number
  /** The index of the first package on the next page. `null` on the last page. */
  readonly next: number | null
}

export interface PackageDetails extends PackageSummary {
  /** Sum of the gzip sizes of its files. The slow part of the analysis. */
  readonly gzipBytes: number
  readonly analysisMs: number
  readonly fileTypes: readonly FileTypeSize[]
  readonly dependencyTree: readonly DependencyNode[]
  /** Direct and transitive dependencies. The largest comes first. */
  readonly dependencies: readonly Dependency[]
  /** Ids of the packages that depend on this one directly. */
  readonly dependents: readonly string[]
}

export interface FileTypeSize {
  readonly type: string
  readonly bytes: number
}

export interface Dependency {
  readonly id: string
  readonly bytes: number
}

export interface DependencyNode extends Dependency {
  readonly dependencies: readonly DependencyNode[]
  /** True if the package appears earlier in the tree. Then `dependencies` is empty. */
  readonly isDeduped: boolean
}

export interface Note {
  /** The outbox of the browser chooses it. So the server stores a note once, even if it receives it twice. */
  readonly id: string
  readonly packageId: string
  readonly author: string
  readonly text: string
  readonly writtenAt: number
}

/** Something that the server did for a visitor. */
export interface ActivityEvent {
  readonly id: string
  readonly at: number
  /**
   * How the server answered: it computed the data now, read it from its disk, or waited for a computation that another request
   * started. Or it stored a note.
   */
  readonly kind: 'computed' | 'disk' | 'joined' | 'note'
  /** `null`: the list of packages. */
  readonly packageId: string | null
  readonly visitor: Visitor
  /** How long the server took to answer. */
  readonly ms: number
}

/** An analysis that runs on the server now. */
export interface RunningAnalysis {
  readonly packageId: string
  /** The visitor whose request started it. */
  readonly visitor: Visitor
  readonly files: number
  readonly bytes: number
  /** The bytes of its files that are compressed. */
  readonly bytesDone: number
}

/** A file of this example, for its readers. */
export interface SourceFile {
  /** Relative to the folder of the example: `app/app.tsx`. */
  readonly path: string
  readonly text: string
}
