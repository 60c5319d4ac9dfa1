// Arguments come in; out goes a text that is the same for equal ones in every process and on every platform, and another
// for different ones. Primitives, plain objects and arrays are written here, built-in types by kinds.ts, instances of
// classes under their class's name. What has no stable identity is refused, with the way to it.
//
// No two values meet because every text is closed: "…" [..] {..} Name(..), the words null, undefined, NaN, hole, and
// ^2 for the object two levels below the root that is being written. A user's class is written as class "Name".

import { CachettaError } from '../errors.ts'
import { classOf } from './class-name.ts'
import type { Kind } from './kind.ts'
import { ARGUMENTS, isArguments } from './kind-collection.ts'
import { isIntrinsic, kindOf } from './kinds.ts'
import { enumerableSymbol, sorted } from './own-keys.ts'
import type { Place, Step, Subject } from './place.ts'
import { enter, refuse, refuseMember, rootOf, spend } from './place.ts'
import { primitiveText, quoted } from './primitive-text.ts'
import { unstableName } from './unstable.ts'

/** Canonical text of an argument list; `''` for no arguments. Throws `InvalidKeyError` for what has no stable identity. */
export function canonicalText(args: readonly unknown[]): string {
  let text = ''
  let root: Place | undefined
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    let part = primitiveText(arg)
    if (part === undefined) {
      root ??= rootOf(args)
      part = objectText(arg, index, root)
    }
    text += index === 0 ? part : `,${part}`
  }
  return text
}

/** `canonicalText([value])`, where the value is no argument: an error speaks of `subject`. */
export function canonicalValue(value: unknown, subject: Subject): string {
  return memberText(value, 0, rootOf([value], subject))
}

function memberText(member: unknown, step: Step, holder: Place): string {
  return primitiveText(member) ?? objectText(member, step, holder)
}

function objectText(value: unknown, step: Step, holder: Place): string {
  if (typeof value !== 'object' || value === null) {
    return refuseMember(`a ${typeof value} has no stable identity`, step, holder)
  }
  for (let above: Place | undefined = holder; above !== undefined; above = above.parent) {
    if (above.holder === value) return `^${above.depth}`
  }
  const place = enter(value, step, holder)
  try {
    return bodyText(value, place)
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    return refuse(`it throws when it is read (${cause})`, place, cause)
  }
}

function bodyText(value: object, place: Place): string {
  const prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === null) return `bare${propertiesText(value, Object.keys(value), place)}`
  if (isObjectPrototype(prototype)) {
    return isArguments(value) ? kindText(value, ARGUMENTS, place) : propertiesText(value, Object.keys(value), place)
  }
  const kind = kindOf(value, prototype)
  if (kind === undefined) return instanceText(value, prototype, place)
  return `${classPrefix(prototype, kind, place)}${kindText(value, kind, place)}`
}

/** Content, and behind it what properties there are: `Map(1=>2)`, `[1,2]{"total":3}`. */
function kindText(value: object, kind: Kind, place: Place): string {
  if (Array.isArray(value)) spend(value.length, place) // before a sparse one is walked: it may claim four billion
  const content = kind.content(value, (member, step) => memberText(member, step, place))
  spend(content.length / 16, place)
  const keys = kind.keys(value)
  const properties = propertiesText(value, keys, place)
  return keys.length === 0 ? content : content + properties
}

/** Tells a subclass from its built-in base: `TypeError Error{…}`, `class "Registry" Map(…)`. */
function classPrefix(prototype: object, kind: Kind, place: Place): string {
  if (isIntrinsic(prototype, kind)) return ''
  const { name, isBuiltIn } = classOf(prototype) ?? refuse(NAMELESS, place)
  if (!isBuiltIn) return `class ${quoted(name)} `
  return name === kind.name ? '' : `${name} `
}

/** An instance of any other class: what its `toJSON()` answers, else its own enumerable properties. */
function instanceText(value: object, prototype: object, place: Place): string {
  const unstable = unstableName(value)
  if (unstable !== undefined) return refuse(`${unstable} has no stable identity`, place)
  const { name } = classOf(prototype) ?? refuse(NAMELESS, place)

  const json = jsonOf(value)
  if (json !== value) return `class ${quoted(name)}(${memberText(json, { phrase: '.toJSON()' }, place)})`
  const keys = Object.keys(value)
  const properties = propertiesText(value, keys, place)
  if (keys.length > 0) return `class ${quoted(name)}${properties}`
  return refuse(
    `an instance of ${name} with neither own enumerable properties nor toJSON() has no stable identity`,
    place,
  )
}

const NAMELESS = 'an instance of a class without a name has no stable identity'

/** What `toJSON()` answers; without one, the value itself. */
function jsonOf(value: object): unknown {
  const toJSON: unknown = Reflect.get(value, 'toJSON')
  return typeof toJSON === 'function' ? toJSON.call(value) : value
}

function propertiesText(value: object, keys: string[], place: Place): string {
  const symbol = enumerableSymbol(value)
  if (symbol !== undefined) return refuse(`its key ${String(symbol)} has no stable identity`, place)
  spend(keys.length, place)
  let text = '{'
  for (const key of sorted(keys)) {
    const member = (value as Record<string, unknown>)[key] // a key of its own
    text += `${text === '{' ? '' : ','}${quoted(key)}:${memberText(member, key, place)}`
  }
  return `${text}}`
}

/** True for `Object.prototype` of any realm. */
function isObjectPrototype(prototype: object): boolean {
  if (prototype === Object.prototype) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}
