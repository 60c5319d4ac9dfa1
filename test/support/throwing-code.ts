import { StoreError } from '../../src/errors.ts'

/** Returns a Proxy that throws whatever is done with it. */
export function revokedProxy(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** Returns a function that throws `error`. */
export function throwing(error: unknown): () => never {
  return () => {
    throw error
  }
}

/** What code of the user can throw: anything, also what throws again when it is looked at. */
export const thrownErrors: readonly [name: string, error: unknown][] = [
  ['an error', new Error('closed')],
  ['undefined', undefined],
  ['null', null],
  ['a string', 'closed'],
  ['a symbol', Symbol('closed')],
  ['an object without a prototype', Object.create(null)],
  ['a revoked Proxy', revokedProxy()],
  ['an error of a store', new StoreError('STORE', 'closed')],
]
