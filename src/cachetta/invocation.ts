import { InvalidOptionError, shown } from '../errors.ts'
import type { Fn } from './functions/cached-function.ts'
import { isPlainObject } from './options/settings.ts'

/** What calling a cache can mean. */
export type Invocation =
  | { readonly meaning: 'wrap'; readonly fn: Fn; readonly overrides: unknown }
  | { readonly meaning: 'configure'; readonly overrides: object }
  | { readonly meaning: 'decorate'; readonly method: Fn }
  | {
      readonly meaning: 'decorate by descriptor'
      readonly descriptor: TypedPropertyDescriptor<Fn>
      readonly method: Fn
    }

/** Tells the forms apart, both standards of decorators included. Throws `InvalidOptionError` for any other call. */
export function invocationOf(args: readonly unknown[]): Invocation {
  const [first, second, third] = args
  if (isDecoratorContext(second)) return decoration(first, second)
  if (args.length > 2 && isPropertyName(second)) return legacyDecoration(second, third)
  if (typeof first === 'function') return wrapping(first as Fn, second)
  if (isPlainObject(first) && second === undefined) return { meaning: 'configure', overrides: first }
  throw new InvalidOptionError(`fn: ${shown(first)} was given; accepted is a function to wrap, or an object of options`)
}

/** Throws `InvalidOptionError` unless `fn` is a function to wrap. */
export function checkFn(fn: unknown): asserts fn is Fn {
  if (typeof fn === 'function') return
  throw new InvalidOptionError(`fn: ${shown(fn)} was given; accepted is a function to wrap`)
}

function wrapping(fn: Fn, overrides: unknown): Invocation {
  if (isClass(fn))
    throw new InvalidOptionError(`fn: the class ${fn.name} was given; accepted is a function or a method`)
  return { meaning: 'wrap', fn, overrides }
}

function decoration(method: unknown, context: DecoratorContext): Invocation {
  if (context.kind === 'method' && typeof method === 'function') return { meaning: 'decorate', method: method as Fn }
  return refuseTarget(context.kind, context.name)
}

function legacyDecoration(name: string | symbol, descriptor: unknown): Invocation {
  const candidate = descriptor as TypedPropertyDescriptor<Fn> | undefined // what the compiler passes for a method
  if (typeof candidate?.value !== 'function') return refuseTarget('field or accessor', name)
  return { meaning: 'decorate by descriptor', descriptor: candidate, method: candidate.value }
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

/** A class cannot be called, and a decorator of the older standard is handed one without a word about it. */
function isClass(fn: Fn): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fn))
}
