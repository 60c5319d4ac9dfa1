import { hasLongTexts } from '#environment'
import { listNamedKeys } from '../../key/inspect-object.ts'
import type { LeafKind, Refuse } from './kind.ts'
import { refuseExtraProperties } from './properties.ts'

/** A kind whose objects hold bytes: a buffer, or a view of one. */
export interface BinaryKind extends LeafKind<Binary> {
  readonly prototype: object
  /** Creates an object of this kind over all of these bytes. */
  createView(bytes: ArrayBuffer): object
}

export type Binary = ArrayBuffer | ArrayBufferView

type ViewClass = new (bytes: ArrayBuffer) => ArrayBufferView

/** The part of the `Buffer` class in Node that is used here. */
interface BufferClass {
  readonly prototype: object
  from(bytes: ArrayBuffer): Uint8Array
}

// A cast, because some platforms lack these globals. Only Node, and bundles with a polyfill, have `Buffer`.
const { Buffer: bufferClass, Float16Array: float16Array } = globalThis as unknown as {
  readonly Buffer?: BufferClass
  readonly Float16Array?: ViewClass
}

const viewClasses: readonly ViewClass[] = [
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
  ...(float16Array === undefined ? [] : [float16Array]),
]

export const binaryKinds: readonly BinaryKind[] = [
  createBinaryKind('ArrayBuffer', ArrayBuffer.prototype, (bytes) => bytes),
  ...viewClasses.map((view) => createBinaryKind(view.name, view.prototype, (bytes) => new view(bytes))),
  ...(bufferClass === undefined
    ? []
    : [createBinaryKind('Buffer', bufferClass.prototype, (bytes) => bufferClass.from(bytes))]),
]

/** Returns the bytes of a view or a buffer, without a copy. */
export function bytesOf(value: Binary): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
}

function createBinaryKind(name: string, prototype: object, createView: (bytes: ArrayBuffer) => object): BinaryKind {
  return {
    shape: 'leaf',
    name,
    prototype,
    createView,
    copy: (value, refuse) => {
      checkBinary(value, refuse)
      return createView(bytesOf(value).slice().buffer)
    },
  }
}

/** Refuses what would not come back: shared or resizable memory, and named properties. */
function checkBinary(value: Binary, refuse: Refuse): void {
  const buffer: object = ArrayBuffer.isView(value) ? value.buffer : value
  if (!isArrayBuffer(buffer)) refuse(hasLongTexts && 'shared memory cannot be stored; store a copy of it')
  if ('resizable' in buffer && buffer.resizable === true) {
    refuse(hasLongTexts && 'a resizable buffer cannot be stored; store a copy of it')
  }
  refuseExtraProperties(value, refuse, value.byteLength > maxCheckedBytes ? [] : listNamedKeys(value))
}

function isArrayBuffer(buffer: object): boolean {
  return Object.prototype.toString.call(buffer) === '[object ArrayBuffer]'
}

// A list of the keys of a view has a string for every index, which takes longer than all the rest. So larger views are not
// checked for named properties.
const maxCheckedBytes = 2 ** 14
