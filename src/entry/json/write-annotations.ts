import type { Key } from '../kinds/transform-value.ts'

/** The type of an annotation: the name of a type of superjson, or `['class', name]`. */
export type AnnotationType = string | readonly ['class', string]

/** Annotations as superjson writes them: the type of a place, and the annotations of the places in it by their paths. */
type Tree = [type: AnnotationType, children?: Trees]
type Trees = Record<string, Tree>

/** An annotated object whose parts the walk visits. Their paths start at it. */
interface Frame {
  readonly tree: Tree | undefined
  readonly children: Trees
  /** The number of keys on the way to the object. */
  readonly depth: number
  /** True if the parts of the object are keys and values in turn, and its JSON is an array of pairs. */
  readonly isMap: boolean
}

/** Collects the annotations of a value during the walk over it. They are read back by read-annotations.ts. */
export class AnnotationWriter {
  /** The way to the part that the walk visits. The walk keeps it up to date. */
  readonly keys: Key[] = []
  readonly #root: Frame = { tree: undefined, children: {}, depth: 0, isMap: false }
  readonly #frames: Frame[] = [this.#root]
  #rootTree: Tree | undefined

  /** Annotates the current part. */
  add(type: AnnotationType): void {
    this.#addTree([type])
  }

  /** Annotates the current object. Until `close`, paths start at it. */
  open(type: AnnotationType, isMap = false): void {
    const tree: Tree = [type]
    this.#addTree(tree)
    this.#frames.push({ tree, children: {}, depth: this.keys.length, isMap })
  }

  close(): void {
    const frame = this.#frames.pop()
    if (frame?.tree !== undefined && !isEmpty(frame.children)) frame.tree[1] = frame.children
  }

  /** Returns all annotations, or `undefined` if there are none. */
  finish(): Tree | Trees | undefined {
    if (this.#rootTree !== undefined) return this.#rootTree
    return isEmpty(this.#root.children) ? undefined : this.#root.children
  }

  #addTree(tree: Tree): void {
    const frame = this.#frames[this.#frames.length - 1] ?? this.#root
    if (frame === this.#root && this.keys.length === 0) this.#rootTree = tree
    else frame.children[pathText(this.keys, frame)] = tree
  }
}

/** Joins the keys below the object of a frame in the same way as superjson. */
function pathText(keys: readonly Key[], { depth, isMap }: Frame): string {
  let text = ''
  for (let index = depth; index < keys.length; index++) {
    const key = keys[index] ?? ''
    if (index > depth) text += '.'
    text += isMap && index === depth ? pairPath(Number(key)) : escapeKey(key)
  }
  return text
}

function pairPath(partIndex: number): string {
  return `${partIndex >> 1}.${partIndex % 2}`
}

function escapeKey(key: Key): string {
  return typeof key === 'number' ? String(key) : key.replace(/[\\.]/g, '\\$&')
}

function isEmpty(trees: Trees): boolean {
  for (const _ in trees) return false
  return true
}
