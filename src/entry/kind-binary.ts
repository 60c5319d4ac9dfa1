import { keysBesideIndices } from '../key/own-keys.ts'
import type { LeafKind, Refuse } from './kind.ts'
import { refuseSymbols } from './own-parts.ts'

/** Bytes, and the class that shows them. */
export interface BinaryKind extends LeafKind<Binary> {
  readonly prototype: object
  /** Makes one that shows these bytes, all of them. */
  show(bytes: ArrayBuffer): object
}

export type Binary = ArrayBuffer | ArrayBufferView

type View = new (bytes: ArrayBuffer) => ArrayBufferView

/** Absent outside Node and bundles that bring it. */
interface NodeBuffer {
  readonly prototype: object
  from(bytes: ArrayBuffer): Uint8Array
}

const { Buffer: nodeBuffer, Float16Array: float16 } = globalThis as unknown as {
  readonly Buffer?: NodeBuffer
  readonly Float16Array?: View
}

const views: readonly View[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
  ...(float16 === undefined ? [] : [float16]),
]

export const binaryKinds: readonly BinaryKind[] = [
  binaryKind('ArrayBuffer', ArrayBuffer.prototype, (bytes) => bytes),
  ...views.map((view) => binaryKind(view.name, view.prototype, (bytes) => new view(bytes))),
  ...(nodeBuffer === undefined ? [] : [binaryKind('Buffer', nodeBuffer.prototype, (bytes) => nodeBuffer.from(bytes))]),
]

/** The bytes that a view shows, or a buffer holds, where they lie. */
export function bytesOf(value: Binary): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
}

function binaryKind(name: string, prototype: object, show: (bytes: ArrayBuffer) => object): BinaryKind {
  return {
    shape: 'leaf',
    name,
    prototype,
    show,
    copy: (value, refuse) => {
      refuseLosses(value, refuse)
      return show(bytesOf(value).slice().buffer)
    },
  }
}

function refuseLosses(value: Binary, refuse: Refuse): void {
  const buffer: object = ArrayBuffer.isView(value) ? value.buffer : value
  if (!isArrayBuffer(buffer)) refuse('shared memory cannot be stored; store a copy of it')
  if ('resizable' in buffer && buffer.resizable === true)
    refuse('a resizable buffer cannot be stored; store a copy of it')
  refuseSymbols(value, refuse)
  const extra = namedProperty(value)
  if (extra !== undefined) refuse(`its property ${extra} would be lost; store an object that holds both instead`)
}

function isArrayBuffer(buffer: object): boolean {
  return Object.prototype.toString.call(buffer) === '[object ArrayBuffer]'
}

// Listing the keys of a view makes a text of every index, slower than all the rest, so that a large one is taken as it is.
const large = 2 ** 14

function namedProperty(value: Binary): string | undefined {
  return value.byteLength > large ? undefined : keysBesideIndices(value)[0]
}
