import { idOf } from '../../../src/engine/request/request.ts'
import type { AllowedTypes } from '../../../src/entry/allowed-types.ts'
import type { Entry } from '../../../src/entry/entry.ts'
import type { Address } from '../../../src/key/address.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'
import type { EntryStat, Store, SyncStore } from '../../../src/store/store.ts'

/** An operation of a store, in two steps that the test takes when it likes: what it does, and that its caller learns of it. */
export interface Operation {
  readonly verb: 'get' | 'set' | 'delete' | 'list'
  /** Of which entry; for `list`, the base. */
  readonly id: string
  readonly isApplied: boolean
  /** Takes effect; a write or delete after those of the same entry that were called before it. */
  apply(): void
  /** Fails without having had an effect. */
  fail(error: Error): void
  /** Lets the caller have the outcome, and acts first where that is still to do. */
  answer(): void
}

export interface ManualStore {
  readonly store: Store
  /** What is there in this very moment, beside all operations. */
  readonly inner: SyncStore
  /** Everything that was called and not answered yet, the oldest first. */
  readonly operations: readonly Operation[]
}

/** A memory store whose every operation waits for the test: reads see any moment between call and answer. */
export function createManualStore(options: { readonly locks?: boolean } = {}): ManualStore {
  const memory = memoryStore()
  const inner = memory.sync as SyncStore // a memory store has one
  const operations: Operation[] = []

  const begin = <T>(verb: Operation['verb'], id: string, effect: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | { error: Error } | undefined
      const settle = (own: typeof outcome) => {
        outcome ??= own
      }
      const operation: Operation = {
        verb,
        id,
        get isApplied() {
          return outcome !== undefined
        },
        apply() {
          if (outcome !== undefined) return
          if (isWrite(operation)) for (const earlier of writesBefore(operation)) earlier.apply()
          settle({ value: effect() })
        },
        fail: (error) => settle({ error }),
        answer() {
          operation.apply()
          operations.splice(operations.indexOf(operation), 1)
          if (outcome !== undefined && 'error' in outcome) reject(outcome.error)
          else if (outcome !== undefined) resolve(outcome.value)
        },
      }
      operations.push(operation)
    })

  const writesBefore = (operation: Operation) =>
    operations
      .slice(0, operations.indexOf(operation))
      .filter((other) => isWrite(other) && other.id === operation.id && !other.isApplied)

  const store: Store = {
    name: 'by manual',
    get: (address, types) => begin('get', idOf(address), () => inner.get(address, types)),
    set: (address: Address, entry: Entry, types: AllowedTypes) =>
      begin('set', idOf(address), () => inner.set(address, entry, types)),
    delete: (address) => begin('delete', idOf(address), () => inner.delete(address)),
    stat: async (address) => inner.stat(address),
    async *list(base): AsyncGenerator<EntryStat> {
      yield* await begin('list', base, () => [...inner.list(base)])
    },
    async *tagged() {},
    ...(options.locks === false || memory.lock === undefined ? {} : { lock: memory.lock }),
  }
  return { store, inner, operations }
}

function isWrite({ verb }: Operation): boolean {
  return verb === 'set' || verb === 'delete'
}
