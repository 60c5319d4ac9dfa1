import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { EntryStat, SyncLock, SyncStore } from '../store/store.ts'
import type { Complaints, Operation } from './complaints.ts'
import type { Echo } from './echo.ts'
import type { Forgotten } from './forgotten.ts'

/** The careful store's synchronous twin: the same policy, the same complaints. */
export interface CarefulSyncStore {
  get(address: Address, types: AllowedTypes): Entry | null
  set(address: Address, entry: Entry, types: AllowedTypes): boolean
  delete(address: Address, now: number): void
  stat(address: Address): EntryStat | null
  list(base: string): Iterable<EntryStat>
  lock(address: Address): SyncLock | null
}

/** What the twins share. */
interface Common {
  readonly complaints: Complaints
  readonly forgotten: Forgotten
  readonly echo: Echo
}

export function createCarefulSyncStore(store: SyncStore, { complaints, forgotten, echo }: Common): CarefulSyncStore {
  const attempt = attempting(complaints)

  return {
    get(address, types) {
      const entry = attempt('read', address, null, () => store.get(address, types))
      return forgotten.has(address, entry) ? null : entry
    },
    set(address, entry, types) {
      try {
        const obeyed = forgotten.replacing(address)
        echo.during(() => store.set(address, entry, types))
        complaints.worked('write', address)
        obeyed()
        return true
      } catch (error) {
        if (error instanceof UnsafeTypeError) throw error
        complaints.failed('write', address, error)
        forgotten.add(address, entry.storedAt)
        return false
      }
    },
    delete(address, now) {
      const obeyed = forgotten.add(address, now)
      attempt('delete', address, undefined, () => {
        echo.during(() => store.delete(address))
        obeyed()
      })
    },
    stat(address) {
      const found = attempt('read', address, null, () => store.stat(address))
      return forgotten.has(address, found) ? null : found
    },
    *list(base) {
      try {
        yield* store.list(base)
      } catch (error) {
        complaints.failed('list', { path: base, key: '', exact: true }, error)
      }
    },
    lock(address) {
      const lock = attempt('lock', address, null, () => store.lock?.(address) ?? null)
      return (
        lock && {
          isHeld: () => attempt('lock', address, true, () => lock.isHeld()),
          release: () => attempt('lock', address, undefined, () => lock.release()),
        }
      )
    },
  }
}

type Attempt = <T>(operation: Operation, address: Address, fallback: T, act: () => T) => T

function attempting(complaints: Complaints): Attempt {
  return (operation, address, fallback, act) => {
    try {
      const outcome = act()
      complaints.worked(operation, address)
      return outcome
    } catch (error) {
      complaints.failed(operation, address, error)
      return fallback
    }
  }
}
