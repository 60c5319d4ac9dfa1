// Arguments come in; out goes a text that is the same for equal ones in every process and on every platform, and another
// for different ones. Primitives, plain objects and arrays are written here, built-in types by built-in.ts, instances of
// classes under their class's name. What has no stable identity is refused, with the way to it.
//
// No two values meet because every text is closed: "…" [..] {..} Name(..), the words null, undefined, NaN, hole, and
// ^2 for the object two levels below the root that is being written. A user's class is written as class "Name".

import { CachettaError } from '../errors.ts'
import type { BuiltIn } from './built-in.ts'
import { builtInOf, isArguments, keysOf } from './built-in.ts'
import { classNameOf, isBuiltIn } from './class-name.ts'
import { enumerableSymbol, sorted } from './own-keys.ts'
import { primitiveText, quoted } from './primitive-text.ts'
import type { Step, Subject, Walk } from './walk.ts'
import { refuse, spend, walkOver } from './walk.ts'

/** Canonical text of an argument list; `''` for no arguments. Throws `InvalidKeyError` for what has no stable identity. */
export function canonicalText(args: readonly unknown[], subject?: Subject): string {
  let text = ''
  let walk: Walk | undefined
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    let part = primitiveText(arg)
    if (part === undefined) {
      walk ??= walkOver(args, subject)
      part = objectText(arg, index, walk)
    }
    text += index === 0 ? part : `,${part}`
  }
  return text
}

function memberText(member: unknown, step: Step, walk: Walk): string {
  return primitiveText(member) ?? objectText(member, step, walk)
}

function objectText(value: unknown, step: Step, walk: Walk): string {
  const above = walk.holders.indexOf(value)
  if (above >= 0) return `^${above}`
  walk.steps.push(step)
  walk.holders.push(value)
  if (typeof value !== 'object') refuse(`a ${typeof value} has no stable identity`, walk)
  spend(1, walk)
  try {
    const text = bodyText(value as object, walk)
    walk.steps.pop()
    walk.holders.pop()
    return text
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    return refuse(`it throws when it is read (${cause})`, walk, { cause })
  }
}

function bodyText(value: object, walk: Walk): string {
  const prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === null) return `bare${propertiesText(value, Object.keys(value), walk)}`
  if (isObjectPrototype(prototype) && !isArguments(value)) return propertiesText(value, Object.keys(value), walk)
  if (Array.isArray(value)) spend(value.length, walk) // before a sparse one is walked: it may claim four billion
  const builtIn = builtInOf(value, prototype, (member, step) => memberText(member, step, walk))
  return builtIn === undefined ? instanceText(value, prototype, walk) : builtInText(value, prototype, builtIn, walk)
}

/** Content, and behind it what properties there are: `Map(1=>2)`, `[1,2]{"total":3}`. */
function builtInText(value: object, prototype: object, { type, content }: BuiltIn, walk: Walk): string {
  spend(content.length / 16, walk)
  const name = nameOf(prototype, walk)
  const properties = propertiesText(value, keysOf(value, type, name), walk)
  // Tells a subclass from its built-in base: `TypeError Error{…}`, `class "Registry" Map(…)`.
  const prefix = !isBuiltIn(prototype) ? `class ${quoted(name)} ` : name === type ? '' : `${name} `
  return prefix + content + (properties === '{}' ? '' : properties)
}

/** An instance of any other class: what its `toJSON()` answers, else its own enumerable properties. */
function instanceText(value: object, prototype: object, walk: Walk): string {
  const { then, next, toJSON } = value as Readonly<Record<string, unknown>> // whatever it has
  const unstable = unstableName(value, then, next)
  if (unstable !== undefined) refuse(`${unstable} has no stable identity`, walk)
  const name = nameOf(prototype, walk)
  const json = typeof toJSON === 'function' ? toJSON.call(value) : value
  if (json !== value) return `class ${quoted(name)}(${memberText(json, { phrase: '.toJSON()' }, walk)})`
  const properties = propertiesText(value, Object.keys(value), walk)
  if (properties !== '{}') return `class ${quoted(name)}${properties}`
  return refuse(
    `an instance of ${name} with neither own enumerable properties nor toJSON() has no stable identity`,
    walk,
  )
}

/** Names what is itself and equal to nothing else, whatever properties it has; `undefined` for other objects. */
function unstableName(value: object, then: unknown, next: unknown): string | undefined {
  if (typeof then === 'function') return 'a promise'
  if (typeof next === 'function' && (Symbol.iterator in value || Symbol.asyncIterator in value)) return 'an iterator'
  return IDENTITIES.find(([, type]) => type !== undefined && value instanceof type)?.[0]
}

// All DOM events own the one property `isTrusted`, and would be one key.
const IDENTITIES = [
  ['a WeakMap', WeakMap],
  ['a WeakSet', WeakSet],
  ['a WeakRef', WeakRef],
  ['an Event', globalThis.Event],
] as const

function nameOf(prototype: object, walk: Walk): string {
  return classNameOf(prototype) || refuse('an instance of a class without a name has no stable identity', walk)
}

function propertiesText(value: object, keys: string[], walk: Walk): string {
  const symbol = enumerableSymbol(value)
  if (symbol !== undefined) refuse(`its key ${String(symbol)} has no stable identity`, walk)
  spend(keys.length, walk)
  let text = ''
  for (const key of sorted(keys)) {
    const member = (value as Record<string, unknown>)[key] // a key of its own
    text += `${text && ','}${quoted(key)}:${memberText(member, key, walk)}`
  }
  return `{${text}}`
}

/** True for `Object.prototype` of any realm. */
function isObjectPrototype(prototype: object): boolean {
  if (prototype === Object.prototype) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}
