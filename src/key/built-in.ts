// Writes values of built-in types whose content is not, or not only, in their own enumerable properties.

import { classNameOf, isBuiltInClass, listNamedKeys } from './inspect-object.ts'
import { primitiveText, quotedText, sortTexts } from './primitive-text.ts'
import type { Step } from './walk.ts'

/** Writes a member of the current value. */
type WriteMember = (member: unknown, step: Step) => string

/** The text of a value of a built-in type. */
export interface BuiltIn {
  /** The name of the built-in class: the class of the value, or one that it extends. */
  readonly type: string
  readonly content: string
}

/** Writes a value of a built-in type, also of a subclass or of another realm. Returns `undefined` for other instances. */
export function readBuiltIn(value: object, prototype: object, writeMember: WriteMember): BuiltIn | undefined {
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current)) {
    const type = classNameOf(current)
    const content = contentText(type, current, value, writeMember)
    if (content !== undefined) return { type, content }
  }
  return undefined
}

/** Lists the properties that follow the content of a value. `type` is its built-in class, `className` its own class. */
export function listPropertyKeys(value: object, type: string, className: string): string[] {
  if (type === 'Error') return listErrorKeys(value)
  if (!HAS_INDICES.test(type)) return Object.keys(value)
  // A list of the keys of a typed array has a string for every index, which takes longer than all the rest. So a large one is
  // asked for named properties only if it has a class of its own, which may have added some.
  const isLarge = ArrayBuffer.isView(value) && value.byteLength > LARGE
  return isLarge && (className === type || className === 'Buffer') ? [] : listNamedKeys(value)
}

const HAS_INDICES = /Array$|Object|String/
const LARGE = 2 ** 14

function contentText(type: string, prototype: object, value: object, writeMember: WriteMember): string | undefined {
  if (type === 'Array') return Array.isArray(value) ? listText(value, writeMember) : undefined
  if (type === 'Object') return isArguments(value) ? `Arguments${listText(value, writeMember)}` : undefined
  // An error has no slot that can be read. Errors differ only in their properties.
  if (type === 'Error') return isBuiltInClass(prototype) ? type : undefined
  if (isTypedArray(value) && readSlot(value, TYPED_ARRAY_PROTOTYPE, Symbol.toStringTag) === type) {
    return `${type}(${elementsText(value)})`
  }
  return slotText(type, prototype, value, writeMember)
}

function slotText(type: string, prototype: object, value: object, writeMember: WriteMember): string | undefined {
  const [property, text] = SLOTS.get(type) ?? []
  if (property === undefined || text === undefined || !isBuiltInClass(prototype)) return undefined
  let slot: unknown
  try {
    slot = readSlot(value, prototype, property)
  } catch {
    return undefined // the value lacks the slot: it only inherits from the prototype of the built-in type
  }
  return `${type}(${text(slot as never, value, writeMember)})` // SLOTS lists each text beside the slot that it takes
}

/**
 * Reads an internal slot through a getter or method of the built-in prototype. A subclass cannot override it. Throws if the
 * object has no such slot.
 */
function readSlot(value: object, prototype: object, property: PropertyKey): unknown {
  const slot: unknown = Reflect.get(prototype, property, value)
  return typeof slot === 'function' ? slot.call(value) : slot
}

type TypedArray = ArrayBufferView & ArrayLike<number | bigint>

/** True for a typed array. A DataView passes too, but `TYPED_ARRAY_PROTOTYPE` gives no type for it. */
function isTypedArray(value: object): value is TypedArray {
  return ArrayBuffer.isView(value)
}

/** The prototype that all typed arrays inherit from. */
const TYPED_ARRAY_PROTOTYPE: object = Object.getPrototypeOf(Uint8Array.prototype)

/**
 * True for the `arguments` of a function, whose prototype is that of a plain object. The iterator is checked first because that
 * is cheap: plain objects have none.
 */
export function isArguments(value: object): value is ArrayLike<unknown> {
  return Symbol.iterator in value && hasTag(value, 'Arguments')
}

function hasTag(value: object, tag: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${tag}]`
}

function listText(list: ArrayLike<unknown>, writeMember: WriteMember): string {
  let text = ''
  for (let index = 0; index < list.length; index++) {
    const member = writeMember(list[index], index)
    if (index > 0) text += ','
    text += member === 'undefined' && !(index in list) ? 'hole' : member || 'undefined'
  }
  return `[${text}]`
}

/** Includes the properties of an error that are not enumerable, but not the stack, which differs between any two errors. */
function listErrorKeys(error: object): string[] {
  const own = ['cause', 'errors', ...Object.keys(error)].filter((key) => key !== 'stack' && Object.hasOwn(error, key))
  return [...new Set(['name', 'message', ...own])]
}

/** Writes the entries of a Map, sorted by their texts. */
function mapText(_size: number, map: object, writeMember: WriteMember): string {
  const entries: string[] = []
  // A cast, because `readSlot` has read the size of a Map from it. The same holds for the Set and the RegExp below.
  Map.prototype.forEach.call(map as Map<unknown, unknown>, (value, key) => {
    const keyText = writeMember(key, { phrase: '.keys()' })
    entries.push(`${keyText}=>${writeMember(value, { phrase: `.get(${keyText})` })}`)
  })
  return sortTexts(entries).join(',')
}

/** Writes the members of a Set, sorted by their texts. */
function setText(_size: number, set: object, writeMember: WriteMember): string {
  const members: string[] = []
  Set.prototype.forEach.call(set as Set<unknown>, (member) => {
    members.push(writeMember(member, { phrase: '.values()' }))
  })
  return sortTexts(members).join(',')
}

function dateText(time: number): string {
  return Number.isNaN(time) ? 'NaN' : new Date(time).toISOString()
}

function regExpText(source: string, regExp: object): string {
  const { flags, lastIndex } = regExp as RegExp
  return `${quotedText(source)},${quotedText(flags)}${lastIndex === 0 ? '' : `,${primitiveText(lastIndex)}`}`
}

/** Writes bytes as hex and wider elements as numbers, so the byte order of the platform does not matter. */
function elementsText(array: TypedArray): string {
  return array.byteLength === array.length ? bytesText(0, array) : Array.from(array, primitiveText).join(',')
}

/** Writes the bytes of a view or of a buffer. Works in chunks, because the texts of all bytes take much memory. */
function bytesText(_length: number, source: object): string {
  // A cast, because every caller has checked that it is a view or a buffer. A buffer has no `buffer`, so it is its own.
  const { buffer = source as ArrayBuffer, byteOffset, byteLength } = source as Partial<ArrayBufferView>
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  let text = ''
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += Array.from(bytes.subarray(start, start + CHUNK), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return text
}

const CHUNK = 2 ** 12

type Slot = readonly [
  property: string,
  text: (slot: never, value: object, writeMember: WriteMember) => string | undefined,
]

/** For each class, the property that reads its internal slot, and the text of the slot. Subclasses have the same slots. */
const SLOTS: ReadonlyMap<string, Slot> = new Map<string, Slot>(
  Object.entries({
    Map: ['size', mapText],
    Set: ['size', setText],
    Date: ['getTime', dateText],
    RegExp: ['source', regExpText],
    URL: ['href', quotedText],
    URLSearchParams: ['toString', quotedText],
    Boolean: ['valueOf', primitiveText],
    Number: ['valueOf', primitiveText],
    BigInt: ['valueOf', primitiveText],
    String: ['valueOf', primitiveText],
    DataView: ['byteLength', bytesText],
    ArrayBuffer: ['byteLength', bytesText],
    SharedArrayBuffer: ['byteLength', bytesText],
  }),
)
