import type { StoreError } from '../errors.ts'
import { CachettaError, UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import { emit } from './events.ts'
import { log } from './log.ts'
import { placeOf } from './place.ts'

// One trouble, one line. A disk that stays full must not fill the log as well, so a store's failure is told when it
// begins and when it ends; a damaged entry, an unstorable value and a place that fails while others work, once each.

export type Operation = 'read' | 'write' | 'delete' | 'list' | 'lock' | 'subscribe'

export interface Complaints {
  /** Something thrown by the store. */
  failed(operation: Operation, address: Address, error: unknown): void
  /** The store did what it was asked. */
  worked(operation: Operation, address: Address): void
}

/** Enough to stay quiet about what is broken now, without growing for ever. */
const REMEMBERED_MOST = 1_000

export function createComplaints(store: Pick<Store, 'name' | 'locate'>): Complaints {
  const where = (address: Address) => shortened(placeOf(store, address))
  const failing = new Set<Operation>()
  const told = new Set<string>()
  let isTrouble = false

  const isNew = (subject: string) => {
    if (told.has(subject)) return false
    if (told.size >= REMEMBERED_MOST) told.clear()
    told.add(subject)
    return true
  }
  const once = (subject: string, message: string, error: unknown) =>
    log(isNew(subject) ? 'warn' : 'debug', message, error)

  /** A store that can write is well again, whatever has not been tried since. */
  const recover = (operation: Operation) => {
    failing.delete(operation)
    if (operation === 'write') failing.clear()
    if (failing.size > 0 || !isTrouble) return
    isTrouble = false
    log('info', `the ${store.name} store works again`)
  }

  return {
    failed(operation, address, error) {
      emit('trouble', address, { error })
      if (isUnsafeValue(operation, error)) {
        const subject = address.exact ? error.message : `${address.path} ${error.message}`
        return once(subject, `the value for ${where(address)} is not stored: ${error.message}`, error)
      }
      if (isBadEntry(error)) {
        return once(
          where(address),
          `${where(address)}: ${error.message}; it counts as missing until it is written anew`,
          error,
        )
      }
      const message = `the ${store.name} store cannot ${operation} ${where(address)} (${reason(error)}); the work goes on without it`
      const isNews = !isTrouble && isNew(`${operation} ${where(address)}`)
      log(isNews ? 'warn' : 'debug', message, error)
      isTrouble ||= isNews
      failing.add(operation)
    },
    worked(operation, address) {
      if (told.size > 0) {
        told.delete(`${operation} ${where(address)}`)
        if (operation === 'write') told.delete(where(address))
      }
      if (failing.size > 0) recover(operation)
    },
  }
}

function isUnsafeValue(operation: Operation, error: unknown): error is UnsafeTypeError {
  return operation === 'write' && error instanceof UnsafeTypeError
}

function isBadEntry(error: unknown): error is StoreError | UnsafeTypeError {
  return error instanceof CachettaError && (error.code === 'DAMAGED' || error.code === 'UNSAFE_TYPE')
}

function shortened(place: string): string {
  return place.length > 200 ? `${place.slice(0, 200)}…` : place
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
