// A kind describes how objects of one class are stored and restored. Its objects are found by their prototype.
//
//     in    an object
//     out   its parts, and an object of the same kind from such parts
//     by    built-in-kinds.ts (lists all kinds), collection.ts, error.ts, binary.ts, properties.ts (own properties), and
//           transform-value.ts (one walk over a value, by the kinds of its objects)
//
// Kinds for the classes in the option `allowedTypes` are in allowed-types.ts.

/** A class whose instances may be stored. Own enumerable properties are kept, and the constructor is not called. */
// biome-ignore lint/complexity/noBannedTypes: any class at all, also one with a private constructor
export type AllowedClass = Function & { readonly prototype: object }

/** Throws: the current object cannot be stored, for this reason. The error names the place of the object. `false`: no reason is given. */
export type Refuse = (reason: string | false, cause?: unknown) => never

/** The parts of an object that are stored. */
export type Parts = readonly unknown[] | Readonly<Record<string, unknown>>

export type Kind = LeafKind | MembersKind | ContainerKind | ConstructedKind

/** A kind whose objects contain no other objects. */
export interface LeafKind<T extends object = object> {
  readonly shape: 'leaf'
  readonly name: string
  /** Returns what the walk puts in its place: an equal object, or what represents it in the medium. */
  copy(value: T, refuse: Refuse): unknown
}

/** A kind whose objects consist of their elements or properties: arrays and plain objects. */
export interface MembersKind<T extends object = object> {
  readonly shape: 'members'
  readonly name: string
  /** Returns a new array or plain object with the same members. The walk then replaces each member in it. */
  copyMembers(value: T, refuse: Refuse): unknown[] | Record<string, unknown>
}

/** A kind whose objects are created before their parts, so a part may refer back to the object. */
export interface ContainerKind<T extends object = object, P extends Parts = Parts> {
  readonly shape: 'container'
  readonly name: string
  readParts(value: T, refuse: Refuse): P
  create(): T
  fill(target: T, parts: P): void
  /** Returns the place of a part for error messages. @default the index, like `[0]` */
  labelPart?(index: number): string
}

/** A kind whose objects are created from their parts, so no part can refer back to the object. */
export interface ConstructedKind<T extends object = object, P extends Parts = Parts> {
  readonly shape: 'constructed'
  readonly name: string
  readParts(value: T, refuse: Refuse): P
  construct(parts: P): T
}

/** Kinds by the prototype of their objects. A subclass has another prototype, so it is of another kind or of none. */
export type Kinds = ReadonlyMap<object, Kind>
