import type { Entry } from './entry.ts'

/** A class that may be stored and revived. Its own enumerable properties are kept; its constructor is not called. */
// biome-ignore lint/complexity/noBannedTypes: any class at all, also one with a private constructor
export type AllowedClass = Function & { readonly prototype: object }

/** Ends the walk: the object that it stands at cannot be stored, for this reason. */
export type Refuse = (reason: string, cause?: unknown) => never

/** What an object consists of, as far as it is stored. */
export type Parts = readonly unknown[] | Readonly<Record<string, unknown>>

/** A kind of object that can be stored, and how one like it is made. */
export type Kind = LeafKind | OpenKind | ClosedKind

/** Holds no other objects. */
export interface LeafKind<T extends object = object> {
  readonly shape: 'leaf'
  readonly name: string
  copy(value: T, refuse: Refuse): object
}

/** Is there before its parts, so that a part may lead back to it. */
export interface OpenKind<T extends object = object, P extends Parts = Parts> {
  readonly shape: 'open'
  readonly name: string
  take(value: T, refuse: Refuse): P
  make(): T
  fill(made: T, parts: P): void
  /** What an error message calls the part at an index; `[0]` unless told. */
  label?(index: number): string
}

/** Is made of its parts, so that none of them can lead back to it. */
export interface ClosedKind<T extends object = object, P extends Parts = Parts> {
  readonly shape: 'closed'
  readonly name: string
  take(value: T, refuse: Refuse): P
  build(parts: P): T
}

/** Kinds by the prototype of their objects. A subclass has another prototype, and is another kind or none. */
export type Kinds = ReadonlyMap<object, Kind>

/** The way of entries into a structured clone and back, for media that keep those. */
export interface Form {
  keep(entry: Entry): Kept
  revive(kept: Kept): Entry
}

export interface Kept {
  readonly entry: Entry
  /** The objects in its value that stand for others, with the names of their kinds. */
  readonly standIns?: ReadonlyMap<object, string> | undefined
}
