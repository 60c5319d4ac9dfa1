import { enumerableSymbol } from '../key/own-keys.ts'
import type { Refuse } from './kind.ts'

/** Names through which a value could reach a prototype when it is rebuilt property by property. */
export function isDangerous(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

/** Own enumerable properties. An accessor is read, as JSON and structured clone do. */
export function ownParts(value: object, refuse: Refuse): Record<string, unknown> {
  refuseSymbols(value, refuse)
  const danger = Object.keys(value).find(isDangerous)
  if (danger !== undefined) refuse(`the key ${danger} could change a prototype; rename it`)
  return { ...value }
}

/** Refuses an object that was given properties beside what its class keeps, because they would not come back. */
export function refuseProperties(value: object, refuse: Refuse): void {
  refuseSymbols(value, refuse)
  const extra = Object.keys(value)[0]
  if (extra !== undefined) refuse(`its property ${extra} would be lost; store a plain object instead`)
}

export function refuseSymbols(value: object, refuse: Refuse): void {
  const symbol = enumerableSymbol(value)
  if (symbol !== undefined) refuse(`the property ${String(symbol)} would be lost; use a text as its key`)
}

/** Sets own properties, also where the prototype has an accessor or a read-only property of that name. */
export function putAll(target: object, parts: object): void {
  for (const [key, value] of Object.entries(parts)) {
    if (key in target) put(target, key, value, true)
    else Reflect.set(target, key, value)
  }
}

export function put(target: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true })
}
