import { StoreError } from '../../../../src/index.ts'
import { memoryStore } from '../../../../src/store/memory/memory-store.ts'
import type { Change, Store } from '../../../../src/store/store.ts'
import type { Deferred } from '../../../support/deferred.ts'
import { createDeferred } from '../../../support/deferred.ts'

type Method = 'get' | 'set' | 'delete' | 'stat' | 'lock' | 'deleteAll' | 'deleteTagged'

/** A store in memory. A test counts its calls, holds their answers back, lets them fail, and tells of changes by others. */
export interface ControlledStore {
  readonly store: Store
  /** The store behind it. Calls of it are neither counted nor told, like those of another machine. */
  readonly medium: Store
  /** The names of the methods that were called since `calls` was cleared. */
  readonly calls: Method[]
  /** The next call of a method that is not held yet does its work at once, and answers when the test resolves this. */
  holdNext(method: Method): Deferred<void>
  /** While set, all calls fail, or those of these methods. */
  failing: boolean | readonly Method[]
  /** Tells of a change by others. */
  tell(change: Change): void
}

export function createControlledStore(name: string, more: Partial<Store> = {}): ControlledStore {
  const medium = memoryStore()
  const calls: Method[] = []
  const held: { readonly method: Method; readonly deferred: Deferred<void> }[] = []
  const listeners = new Set<(change: Change) => void>()
  const run = async <T>(method: Method, work: () => Promise<T>): Promise<T> => {
    calls.push(method)
    const { failing } = controlled
    if (failing === true || (failing !== false && failing.includes(method))) {
      throw new StoreError('STORE', `${method} fails`)
    }
    const at = held.findIndex((each) => each.method === method)
    const [hold] = at < 0 ? [] : held.splice(at, 1)
    const outcome = await work()
    await hold?.deferred.promise
    return outcome
  }
  const deleteEach = async (list: AsyncIterable<{ readonly address: Parameters<Store['delete']>[0] }>) => {
    for await (const { address } of list) await medium.delete(address)
  }
  const controlled: ControlledStore = {
    medium,
    calls,
    failing: false,
    holdNext(method) {
      const deferred = createDeferred<void>()
      held.push({ method, deferred })
      return deferred
    },
    tell(change) {
      for (const listener of listeners) listener(change)
    },
    store: {
      name,
      get: (address, types) => run('get', () => medium.get(address, types)),
      set: (address, entry, types) => run('set', () => medium.set(address, entry, types)),
      delete: (address) => run('delete', () => medium.delete(address)),
      stat: (address) => run('stat', () => medium.stat(address)),
      list: (base) => medium.list(base),
      lock: (address, wait) => run('lock', async () => (await medium.lock?.(address, wait)) ?? null),
      deleteAll: (base) => run('deleteAll', () => deleteEach(medium.list(base))),
      deleteTagged: (tags) => run('deleteTagged', () => deleteEach(listTagged(medium, tags))),
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      ...more,
    },
  }
  return controlled
}

async function* listTagged(medium: Store, tags: readonly string[]) {
  for await (const stat of medium.list('')) if (stat.tags.some((tag) => tags.includes(tag))) yield stat
}
