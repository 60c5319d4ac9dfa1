import { useEffect, useLayoutEffect, useState } from 'react'
import { isServer } from './boundary.ts'

/** A server runs no effects, and React warns of a layout effect there. */
export const useCommitEffect: typeof useEffect = isServer ? useEffect : useLayoutEffect

/** A value that outlives a render. Only effects and events write it: React may discard a render. */
export interface Latest<Value> {
  read(): Value
  write(value: Value): void
}

export function createLatest<Value>(first: Value): Latest<Value> {
  let latest = first
  return {
    read: () => latest,
    write(value) {
      latest = value
    },
  }
}

/** Keeps the value of the committed render for functions that run later. */
export function useLatest<Value>(value: Value): Latest<Value> {
  const [latest] = useState(() => createLatest(value))
  useCommitEffect(() => latest.write(value))
  return latest
}
