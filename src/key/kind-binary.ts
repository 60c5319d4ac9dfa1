import { classOf } from './class-name.ts'
import type { Kind, Visit } from './kind.ts'
import { getter, kind } from './kind.ts'
import { keysBesideIndices } from './own-keys.ts'

type Numbers = ArrayLike<number | bigint>

const VIEWS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
]

const viewName = getter<string | undefined>(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
const viewedBytes = getter<number>(DataView.prototype, 'byteLength')
const bufferBytes = getter<number>(ArrayBuffer.prototype, 'byteLength')
// Browsers hide it from pages that are not cross-origin isolated.
const sharedBytes = getter<number>(globalThis.SharedArrayBuffer?.prototype ?? {}, 'byteLength')

/** Built-in types that hold bytes. Bytes are written as hex, wider elements as numbers, whatever the platform's byte order. */
export const BINARY_KINDS: readonly Kind[] = [
  ...VIEWS.map(viewKind),
  kind('DataView', viewedBytes, (_length, _visit, view) => bytesOf(view as DataView)),
  kind('ArrayBuffer', bufferBytes, (_length, _visit, buffer) => hex(new Uint8Array(buffer as ArrayBuffer))),
  kind('SharedArrayBuffer', sharedBytes, (_length, _visit, buffer) => hex(new Uint8Array(buffer as SharedArrayBuffer))),
]

function viewKind(name: string): Kind {
  return {
    name,
    is: (value) => viewName(value) === name,
    content: (value, visit) => `${name}(${elementsText(value as ArrayBufferView & Numbers, visit)})`,
    keys: viewKeys,
  }
}

function elementsText(view: ArrayBufferView & Numbers, visit: Visit): string {
  return view.byteLength === view.length ? bytesOf(view) : Array.from(view, visit).join(',')
}

function bytesOf(view: ArrayBufferView): string {
  return hex(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
}

// Listing the keys of a view makes a string of every index, slower than all the rest: a large one is asked for further
// properties only where a class of its own may have given it some.
const LARGE = 2 ** 14

function viewKeys(view: object): string[] {
  return (view as Numbers).length > LARGE && isBareView(view) ? [] : keysBesideIndices(view)
}

function isBareView(view: object): boolean {
  const made = classOf(Object.getPrototypeOf(view))
  return made !== undefined && (made.isBuiltIn || made.name === 'Buffer')
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const CHUNK = 2 ** 12

function hex(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += Array.from(bytes.subarray(start, start + CHUNK), (byte) => HEX[byte]).join('')
  }
  return text
}
