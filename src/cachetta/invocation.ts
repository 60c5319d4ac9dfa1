import { hasLongTexts } from '#environment'
import { describeValue, InvalidOptionError } from '../errors.ts'
import type { UntypedFunction } from './functions/cached-function.ts'
import { isPlainObject } from './options/settings.ts'

/** A call of a cache, by its form. */
type Invocation =
  | { readonly kind: 'wrap'; readonly fn: UntypedFunction; readonly overrides: unknown }
  | { readonly kind: 'copy'; readonly overrides: object }
  | { readonly kind: 'decorate'; readonly method: UntypedFunction }
  | {
      readonly kind: 'legacy decorate'
      readonly method: UntypedFunction
      readonly descriptor: TypedPropertyDescriptor<UntypedFunction>
    }

/** Tells the forms of a call apart by its arguments. Throws `InvalidOptionError` if they fit none. */
export function parseInvocation(args: readonly unknown[]): Invocation {
  const [first, second, third] = args
  if (isDecoratorContext(second)) return parseDecoration(first, second)
  if (args.length > 2 && isPropertyName(second)) return parseLegacyDecoration(second, third)
  if (typeof first === 'function') return parseWrap(first as UntypedFunction, second) // `wrap` passes arguments through
  if (isPlainObject(first) && second === undefined) return { kind: 'copy', overrides: first }
  throw new InvalidOptionError(
    `fn: ${describeValue(first)} was given${hasLongTexts ? '; accepted is a function to wrap, or an object of options' : ''}`,
  )
}

/** Throws `InvalidOptionError` unless `fn` is a function that can be wrapped. */
export function checkFn(fn: unknown): asserts fn is UntypedFunction {
  if (typeof fn !== 'function') {
    throw new InvalidOptionError(
      `fn: ${describeValue(fn)} was given${hasLongTexts ? '; accepted is a function to wrap' : ''}`,
    )
  }
  if (isClass(fn))
    throw new InvalidOptionError(
      `fn: the class ${fn.name} was given${hasLongTexts ? '; accepted is a function or a method' : ''}`,
    )
  if (!isGeneratorFunction(fn)) return
  throw new InvalidOptionError(
    `fn: the generator function ${fn.name || '(anonymous)'} was given${hasLongTexts ? ', and its values can be read only once; accepted is a function that returns them as a list' : ''}`,
  )
}

function parseWrap(fn: UntypedFunction, overrides: unknown): Invocation {
  return { kind: 'wrap', fn, overrides }
}

/** A decorator of the TC39 standard: `(method, context)`. */
function parseDecoration(method: unknown, { kind, name }: DecoratorContext): Invocation {
  if (kind !== 'method' || typeof method !== 'function') return refuseTarget(kind, name)
  return { kind: 'decorate', method: method as UntypedFunction } // `wrap` passes arguments through
}

/** A decorator of `experimentalDecorators`: `(prototype, name, descriptor)`. */
function parseLegacyDecoration(name: string | symbol, descriptor: unknown): Invocation {
  const methodDescriptor = descriptor as TypedPropertyDescriptor<UntypedFunction> | undefined // undefined for a field
  if (typeof methodDescriptor?.value !== 'function') return refuseTarget('field or accessor', name)
  return { kind: 'legacy decorate', method: methodDescriptor.value, descriptor: methodDescriptor }
}

function refuseTarget(kind: string, name: string | symbol | undefined): never {
  throw new InvalidOptionError(`decorator: ${String(name)} is a ${kind}; accepted is a method`)
}

function isDecoratorContext(value: unknown): value is DecoratorContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'addInitializer' in value
}

function isPropertyName(value: unknown): value is string | symbol {
  return typeof value === 'string' || typeof value === 'symbol'
}

/** A call without `new` fails for a class. A legacy decorator in front of a class gets the class and nothing else. */
function isClass(fn: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fn))
}

/** True for a generator function and for an asynchronous one, also of another realm. */
function isGeneratorFunction(fn: object): boolean {
  return Object.prototype.toString.call(fn).endsWith('GeneratorFunction]')
}
