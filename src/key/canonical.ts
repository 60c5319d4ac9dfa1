// Writes arguments as a text. Equal arguments have the same text in every process and on every platform, and different arguments
// have different texts.
//
//     in    an argument list
//     out   its canonical text, or an InvalidKeyError for a value without a stable identity, with its place and advice
//     by    primitive-text.ts, built-in.ts (built-in types), walk.ts (cycles, limits, errors), inspect-object.ts (classes, keys)
//
// No two values have the same text, because the text of each has a definite end: "…" [..] {..} Name(..), or one of the words
// null, undefined, NaN and hole. ^2 is a cycle: it refers to the enclosing object that is two levels below the argument list.
// The name of a class that the platform does not define is written as class "Name".
//
// An AbortSignal does not identify a call. Its text is empty, and a property, an options object or a last argument that consists
// of nothing else is left out: f(1, { signal }) has the text of f(1).

import { printSafely } from '../errors.ts'
import { isAbortSignal } from './abort-signal.ts'
import type { BuiltIn } from './built-in.ts'
import { isArguments, listPropertyKeys, readBuiltIn } from './built-in.ts'
import { ignoreRejection } from './ignore-rejection.ts'
import { classNameOf, findSymbolKey, isBuiltInClass } from './inspect-object.ts'
import { primitiveText, quotedText, sortTexts } from './primitive-text.ts'
import type { Step, Subject, Walk } from './walk.ts'
import { createWalk, refuseValue, spendBudget } from './walk.ts'

/** Returns the canonical text of an argument list: `''` without arguments. Throws `InvalidKeyError`. */
export function canonicalText(args: readonly unknown[], subject?: Subject): string {
  let text = ''
  let end = 0 // of the last argument that is not left out
  let walk: Walk | undefined
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    let part = primitiveText(arg)
    let isLeftOut = false
    if (part === undefined) {
      walk ??= createWalk(args, subject)
      part = objectText(arg, index, walk)
      isLeftOut = part === '' || (part === '{}' && Object.keys(arg as object).length > 0) // only objects have this text
      part ||= 'undefined'
    }
    text += index === 0 ? part : `,${part}`
    if (!isLeftOut) end = text.length
  }
  return text.slice(0, end)
}

/**
 * Returns the canonical text of arguments. An address has it as its `key`, `entries()` lists it, and the option `fallback` of a
 * provider is indexed by it. Equal arguments have the same text in every process and on every platform. The text of a hook's key
 * is that of its arguments: `keyText('user', 1)` for `['user', 1]`.
 *
 * @throws {InvalidKeyError} when an argument has no stable identity, for example a function.
 *
 * @example
 * ```ts
 * import { keyText } from 'cachetta'
 *
 * const fallback = { [keyText('user', 1)]: { id: 1, name: 'Ada' } }
 * ```
 */
export function keyText(...args: readonly unknown[]): string {
  return canonicalText(args)
}

function memberText(member: unknown, step: Step, walk: Walk): string {
  return primitiveText(member) ?? objectText(member, step, walk)
}

function objectText(value: unknown, step: Step, walk: Walk): string {
  const level = walk.ancestors.indexOf(value)
  if (level >= 0) return `^${level}`
  walk.steps.push(step)
  walk.ancestors.push(value)
  if (typeof value !== 'object') refuseValue(`a ${typeof value} has no stable identity`, walk)
  spendBudget(1, walk)
  try {
    const text = bodyText(value as object, walk) // not null: null is a primitive
    walk.steps.pop()
    walk.ancestors.pop()
    return text
  } catch (cause) {
    if (walk.refusal && cause === walk.refusal) throw cause
    return refuseValue(`it throws when it is read (${printSafely(() => String(cause))})`, walk, { cause })
  }
}

function bodyText(value: object, walk: Walk): string {
  const prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === null || (isObjectPrototype(prototype) && !isArguments(value))) {
    return propertiesText(value, Object.keys(value), walk)
  }
  // The budget is spent before the loop over the array, because a sparse array may have a length of four billion.
  if (Array.isArray(value)) spendBudget(value.length, walk)
  const builtIn = readBuiltIn(value, prototype, (member, step) => memberText(member, step, walk))
  return builtIn === undefined ? instanceText(value, prototype, walk) : builtInText(value, prototype, builtIn, walk)
}

/** The content, followed by the properties if there are any: `Map(1=>2)`, `[1,2]{"total":3}`. */
function builtInText(value: object, prototype: object, { type, content }: BuiltIn, walk: Walk): string {
  spendBudget(content.length / 16, walk)
  const name = requireClassName(prototype, walk)
  const properties = propertiesText(value, listPropertyKeys(value, type, name), walk)
  // The prefix distinguishes a subclass from its built-in base: `TypeError Error{…}`, `class "Registry" Map(…)`.
  const prefix = !isBuiltInClass(prototype) ? `class ${quotedText(name)} ` : name === type ? '' : `${name} `
  return prefix + content + (properties === '{}' ? '' : properties)
}

/** An instance of any other class: the result of its `toJSON()`, else its own enumerable properties. */
function instanceText(value: object, prototype: object, walk: Walk): string {
  // The function gets the signal of its computation instead, so the signal must be where another can take its place.
  if (isAbortSignal(value) && walk.ancestors.slice(0, -1).every(isPlainContainer)) return ''
  const { then, next, toJSON } = value as Readonly<Record<string, unknown>> // any object can be asked for any property
  const unstable = findUnstableType(value, prototype, then, next)
  if (unstable !== undefined) refuseValue(`${unstable} has no stable identity`, walk)
  const name = requireClassName(prototype, walk)
  const json = typeof toJSON === 'function' ? toJSON.call(value) : value
  if (json !== value) return `class ${quotedText(name)}(${memberText(json, { phrase: '.toJSON()' }, walk)})`
  const properties = propertiesText(value, Object.keys(value), walk)
  if (properties !== '{}') return `class ${quotedText(name)}${properties}`
  return refuseValue(
    `an instance of ${name} with neither enumerable properties nor toJSON() has no stable identity`,
    walk,
  )
}

/** True for a list, and for an object of no class, in this realm or in another. */
export function isPlainContainer(value: unknown): boolean {
  return Array.isArray(value) || isObjectPrototype(Object.getPrototypeOf(value) ?? Object.prototype)
}

/** Names the type of an object that equals no other object, whatever its properties are. Otherwise returns `undefined`. */
function findUnstableType(value: object, prototype: object, then: unknown, next: unknown): string | undefined {
  if (typeof then === 'function') {
    ignoreRejection(value)
    return 'a promise'
  }
  if (typeof next === 'function' && (Symbol.iterator in value || Symbol.asyncIterator in value)) return 'an iterator'
  // Every DOM event has `isTrusted` as its only own property, so all events would have the same key.
  if ('isTrusted' in value && 'composedPath' in value) return 'an Event'
  if (isAbortSignal(value)) return 'an AbortSignal inside an instance, Map or Set'
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current)) {
    const name = classNameOf(current)
    if (name.startsWith('Weak') && isBuiltInClass(current)) return `a ${name}`
  }
  return undefined
}

function requireClassName(prototype: object, walk: Walk): string {
  return classNameOf(prototype) || refuseValue('an unnamed class has no stable identity', walk)
}

function propertiesText(value: object, keys: string[], walk: Walk): string {
  const symbol = findSymbolKey(value)
  if (symbol !== undefined) refuseValue(`its key ${String(symbol)} has no stable identity`, walk)
  spendBudget(keys.length, walk)
  let text = ''
  for (const key of sortTexts(keys)) {
    const member = (value as Record<string, unknown>)[key] // `keys` lists own properties of `value`
    const part = memberText(member, key, walk)
    if (part) text += `${text && ','}${quotedText(key)}:${part}`
  }
  return `{${text}}`
}

/** True for `Object.prototype`, of this realm or of another. */
function isObjectPrototype(prototype: object): boolean {
  if (prototype === Object.prototype) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}
