import type { AllowedTypes } from '../../../src/entry/allowed-types.ts'
import type { Entry } from '../../../src/entry/entry.ts'
import type { Address } from '../../../src/key/address.ts'
import { idOf } from '../../../src/key/address.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'
import type { EntryStat, Store, SyncStore } from '../../../src/store/store.ts'

/** An operation of a store. The test decides when it takes effect, and when its caller gets the answer. */
export interface Operation {
  readonly verb: 'get' | 'set' | 'delete' | 'list'
  /** The id of the entry; for `list`, the base. */
  readonly id: string
  readonly isApplied: boolean
  /** Lets the operation take effect. A write or delete takes effect after earlier ones of the same entry. */
  apply(): void
  /** Lets the operation fail without an effect. */
  fail(error: Error): void
  /** Gives the outcome to the caller. Applies the operation first if that has not happened. */
  answer(): void
}

export interface ManualStore {
  readonly store: Store
  /** The entries that the store has now. Reads and writes of the test itself go here and are no operations. */
  readonly inner: SyncStore
  /** The operations that are not answered yet, the oldest first. */
  readonly operations: readonly Operation[]
}

/** Creates a memory store whose operations wait for the test. A read sees the store at any moment between call and answer. */
export function createManualStore(options: { readonly locks?: boolean } = {}): ManualStore {
  const memory = memoryStore()
  const inner = memory.sync as SyncStore // a memory store has one
  const operations: Operation[] = []

  const addOperation = <T>(verb: Operation['verb'], id: string, effect: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      let outcome: { value: T } | { error: Error } | undefined
      const operation: Operation = {
        verb,
        id,
        get isApplied() {
          return outcome !== undefined
        },
        apply() {
          if (outcome !== undefined) return
          if (isWrite(operation)) for (const earlier of writesBefore(operation)) earlier.apply()
          outcome ??= { value: effect() }
        },
        fail(error) {
          outcome ??= { error }
        },
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
    name: 'manual',
    get: (address, types) => addOperation('get', idOf(address), () => inner.get(address, types)),
    set: (address: Address, entry: Entry, types: AllowedTypes) =>
      addOperation('set', idOf(address), () => inner.set(address, entry, types)),
    delete: (address) => addOperation('delete', idOf(address), () => inner.delete(address)),
    stat: async (address) => inner.stat(address),
    async *list(base): AsyncGenerator<EntryStat> {
      yield* await addOperation('list', base, () => [...inner.list(base)])
    },
    async *tagged() {},
    ...(options.locks === false || memory.lock === undefined ? {} : { lock: memory.lock }),
  }
  return { store, inner, operations }
}

function isWrite({ verb }: Operation): boolean {
  return verb === 'set' || verb === 'delete'
}
