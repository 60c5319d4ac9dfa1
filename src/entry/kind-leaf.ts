import type { LeafKind } from './kind.ts'
import { refuseProperties } from './own-parts.ts'

export const date: LeafKind<Date> = leaf('Date', (value) => new Date(value.getTime()))

export const url: LeafKind<URL> = leaf('URL', (value) => new URL(value.href))

export const regExp: LeafKind<RegExp> = leaf('RegExp', (value) => {
  const copy = new RegExp(value.source, value.flags)
  copy.lastIndex = value.lastIndex
  return copy
})

function leaf<T extends object>(name: string, copy: (value: T) => T): LeafKind<T> {
  return {
    shape: 'leaf',
    name,
    copy: (value, refuse) => {
      refuseProperties(value, refuse)
      return copy(value)
    },
  }
}
