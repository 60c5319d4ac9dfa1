import { hasLongTexts } from '#environment'
import type { AllowedClass, ContainerKind, Kinds, Refuse } from './kind.ts'
import { defineProperty, readProperties, writeProperties } from './properties.ts'

/** The properties of an error that are not enumerable. The stack is not among them: it describes the machine, not the value. */
const hiddenKeys = ['name', 'message', 'cause', 'errors'] as const

type ErrorParts = Readonly<Record<string, unknown>>

const errorClasses: readonly AllowedClass[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  // Hermes before 1.0 has no AggregateError.
  ...(typeof AggregateError === 'undefined' ? [] : [AggregateError]),
]

export const errorKinds: Kinds = new Map(errorClasses.map((type) => [type.prototype, createErrorKind(type.name, type)]))

/** Creates the kind of errors of exactly this class. The parts are the hidden properties, and `props` with all others. */
export function createErrorKind(name: string, type: AllowedClass): ContainerKind<Error, ErrorParts> {
  return {
    shape: 'container',
    name,
    readParts: readErrorParts,
    // It is a real error for the platform, but the constructor of its class is not called.
    create: () => Reflect.construct(Error, [], type),
    fill: fillError,
  }
}

function readErrorParts(error: Error, refuse: Refuse): ErrorParts {
  // An object that only inherits from the prototype of an error has another tag, unless it sets the tag itself.
  if (Symbol.toStringTag in error || Object.prototype.toString.call(error) !== '[object Error]') {
    refuse(hasLongTexts && 'it is not a real error; create errors with the constructor of their class')
  }
  const { stack: _, ...props } = readProperties(error, refuse)
  const hidden = hiddenKeys.filter((key) => isHidden(error, key)).map((key) => [key, Reflect.get(error, key)])
  return { ...Object.fromEntries(hidden), ...(Object.keys(props).length > 0 ? { props } : {}) }
}

function fillError(target: Error, { props = {}, ...hidden }: ErrorParts): void {
  for (const key of hiddenKeys) if (Object.hasOwn(hidden, key)) defineProperty(target, key, hidden[key], false)
  writeProperties(target, Object(props))
  defineProperty(target, 'stack', `${target.name}: ${target.message}`, false)
}

function isHidden(error: Error, key: string): boolean {
  return Object.getOwnPropertyDescriptor(error, key)?.enumerable === false
}
