// Built-in types whose content is not, or not only, in their own enumerable properties.

import { classNameOf } from './class-name.ts'
import { keysBesideIndices, sorted } from './own-keys.ts'
import { primitiveText, quoted } from './primitive-text.ts'
import type { Step } from './walk.ts'

/** Writes a member of what is being written. */
export type Visit = (member: unknown, step: Step) => string

export interface BuiltIn {
  /** The built-in class itself, or the one that the value's class extends. */
  readonly type: string
  readonly content: string
}

/** A value of a built-in type, also of a subclass or another realm; `undefined` for instances of other classes. */
export function builtInOf(value: object, prototype: object, visit: Visit): BuiltIn | undefined {
  for (let above: object | null = prototype; above !== null; above = Object.getPrototypeOf(above)) {
    const type = classNameOf(above)
    const content = contentAs(type, value, visit)
    if (content !== undefined) return { type, content }
  }
  return undefined
}

/** The properties that are written behind the content, for an instance of the class with this name. */
export function keysOf(value: object, type: string, name: string): string[] {
  if (type === 'Error') return errorKeys(value)
  if (!HAS_INDICES.test(type)) return Object.keys(value)
  // Listing the keys of a view makes a string of every index, slower than all the rest: a large one is asked for further
  // properties only where a class of its own may have given it some.
  const isLarge = ArrayBuffer.isView(value) && value.byteLength > LARGE
  return isLarge && (name === type || name === 'Buffer') ? [] : keysBesideIndices(value)
}

const HAS_INDICES = /Array$|Object|String/
const LARGE = 2 ** 14

function contentAs(type: string, value: object, visit: Visit): string | undefined {
  if (type === 'Array') return Array.isArray(value) ? listText(value, visit) : undefined
  if (type === 'Object') return isArguments(value) ? `Arguments${listText(value, visit)}` : undefined
  // No slot of an error can be read: all that tells errors apart are properties.
  if (type === 'Error') return value instanceof Error || isTagged(value, 'Error') ? type : undefined
  if (isView(value) && slotOf(value, VIEWS, Symbol.toStringTag) === type) return `${type}(${elementsText(value)})`
  return slotText(type, value, visit)
}

function slotText(type: string, value: object, visit: Visit): string | undefined {
  const [property, text] = SLOTS.get(type) ?? []
  if (property === undefined || text === undefined) return undefined
  let slot: unknown
  try {
    slot = slotOf(value, Reflect.get(globalThis, type).prototype, property)
  } catch {
    return undefined // it has no such slot, whatever its class is called
  }
  return `${type}(${text(slot as never, value, visit)})` // each text is listed beside the slot that it is for
}

/** By the prototype's own getter or method, which throws for a stranger, and which no subclass can override. */
function slotOf(value: object, prototype: object, property: PropertyKey): unknown {
  const got: unknown = Reflect.get(prototype, property, value)
  return typeof got === 'function' ? got.call(value) : got
}

type View = ArrayBufferView & ArrayLike<number | bigint>

function isView(value: object): value is View {
  return ArrayBuffer.isView(value)
}

// What all typed arrays inherit from.
const VIEWS: object = Object.getPrototypeOf(Uint8Array.prototype)

/**
 * `arguments` of a function: no array, and nothing but its origin tells it from `{ 0: …, 1: … }`. Of all objects with the
 * prototype of a plain one, only it is born with an iterator: a cheap first look.
 */
export function isArguments(value: object): value is ArrayLike<unknown> {
  return Symbol.iterator in value && isTagged(value, 'Arguments')
}

function isTagged(value: object, tag: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${tag}]`
}

function listText(list: ArrayLike<unknown>, visit: Visit): string {
  let text = ''
  for (let index = 0; index < list.length; index++) {
    const member = visit(list[index], index)
    if (index > 0) text += ','
    text += member === 'undefined' && !(index in list) ? 'hole' : member
  }
  return `[${text}]`
}

/** Also such as cannot be listed, and without the stack, which no two errors share. */
function errorKeys(error: object): string[] {
  const own = ['cause', 'errors', ...Object.keys(error)].filter((key) => key !== 'stack' && Object.hasOwn(error, key))
  return [...new Set(['name', 'message', ...own])]
}

/** Entries of a Map and members of a Set are sorted by their texts. */
function mapText(_size: number, map: object, visit: Visit): string {
  const entries: string[] = []
  Map.prototype.forEach.call(map as Map<unknown, unknown>, (value, key) => {
    const keyText = visit(key, { phrase: '.keys()' })
    entries.push(`${keyText}=>${visit(value, { phrase: `.get(${keyText})` })}`)
  })
  return sorted(entries).join(',')
}

function setText(_size: number, set: object, visit: Visit): string {
  const members: string[] = []
  Set.prototype.forEach.call(set as Set<unknown>, (member) => {
    members.push(visit(member, { phrase: '.values()' }))
  })
  return sorted(members).join(',')
}

function dateText(time: number): string {
  return Number.isNaN(time) ? 'NaN' : new Date(time).toISOString()
}

function regExpText(source: string, regExp: object): string {
  const { flags, lastIndex } = regExp as RegExp // its slot was just read
  return `${quoted(source)},${quoted(flags)}${lastIndex === 0 ? '' : `,${primitiveText(lastIndex)}`}`
}

/** Bytes are written as hex, wider elements as numbers, whatever the platform's byte order. */
function elementsText(view: View): string {
  return view.byteLength === view.length ? bytesText(0, view) : Array.from(view, primitiveText).join(',')
}

/** Of a view, or of a whole buffer. In chunks: a list of all texts would be many times as large as the bytes. */
function bytesText(_length: number, holder: object): string {
  const { buffer = holder as ArrayBuffer, byteOffset, byteLength } = holder as Partial<ArrayBufferView>
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  let text = ''
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += Array.from(bytes.subarray(start, start + CHUNK), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return text
}

const CHUNK = 2 ** 12

type Slot = readonly [property: string, text: (slot: never, value: object, visit: Visit) => string | undefined]

/** What is in the internal slot of each class tells its instances; subclasses and other realms share it. */
const SLOTS: ReadonlyMap<string, Slot> = new Map<string, Slot>(
  Object.entries({
    Map: ['size', mapText],
    Set: ['size', setText],
    Date: ['getTime', dateText],
    RegExp: ['source', regExpText],
    URL: ['href', quoted],
    URLSearchParams: ['toString', quoted],
    Boolean: ['valueOf', primitiveText],
    Number: ['valueOf', primitiveText],
    BigInt: ['valueOf', primitiveText],
    String: ['valueOf', primitiveText],
    DataView: ['byteLength', bytesText],
    ArrayBuffer: ['byteLength', bytesText],
    SharedArrayBuffer: ['byteLength', bytesText],
  }),
)
