import type { AllowedClass, OpenKind, Refuse } from './kind.ts'
import { ownParts, put, putAll } from './own-parts.ts'

/** What an error owns without showing it. Its stack tells of the machine and not of the value: it is not kept. */
const hidden = ['name', 'message', 'cause', 'errors'] as const

type ErrorParts = Readonly<Record<string, unknown>>

export const errorClasses: readonly AllowedClass[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
]

/** Errors of exactly this class: hidden parts under their names, and what was added to them under `props`. */
export function errorKind(name: string, type: AllowedClass): OpenKind<Error, ErrorParts> {
  return {
    shape: 'open',
    name,
    take: errorParts,
    // A real error, as the platform knows it, whose class's constructor was not called.
    make: () => Reflect.construct(Error, [], type),
    fill: fillError,
  }
}

function errorParts(error: Error, refuse: Refuse): ErrorParts {
  if (Object.prototype.toString.call(error) !== '[object Error]') refuse('it is no real error')
  const { stack: _, ...props } = ownParts(error, refuse)
  const own = hidden.filter((key) => isHidden(error, key)).map((key) => [key, Reflect.get(error, key)])
  return { ...Object.fromEntries(own), ...(Object.keys(props).length > 0 ? { props } : {}) }
}

function fillError(made: Error, { props = {}, ...own }: ErrorParts): void {
  for (const key of hidden) if (Object.hasOwn(own, key)) put(made, key, own[key], false)
  putAll(made, Object(props))
  put(made, 'stack', `${made.name}: ${made.message}`, false)
}

function isHidden(error: Error, key: string): boolean {
  return Object.getOwnPropertyDescriptor(error, key)?.enumerable === false
}
