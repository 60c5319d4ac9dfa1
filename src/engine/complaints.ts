import { emit } from '#events'
import { CachettaError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import type { Engine, Operation } from './engine.ts'
import { log } from './log.ts'
import { placeOf } from './place.ts'

// One trouble, one line. A disk that stays full must not fill the log as well, so a store's failure is told when it
// begins and when it ends; a damaged entry, an unstorable value and a place that fails while others work, once each.

type Complaining = Pick<Engine, 'failing' | 'told'> & { readonly store: Pick<Store, 'name' | 'locate'> }

/** Something was thrown by the store. */
export function failed(engine: Complaining, operation: Operation, address: Address, error: unknown): void {
  emit?.('trouble', address, { error })
  const { failing, told } = engine
  const { isOfEntry, sentence, subject } = complaintOf(engine, operation, address, error)
  const isKnown = !isOfEntry && failing.size > 0
  const isNews = !isKnown && !told.has(subject)
  if (isNews) told.put(subject, true)
  if (!isOfEntry && (isKnown || isNews)) failing.add(operation)
  log(isNews ? 'warn' : 'debug', sentence, error)
}

interface Complaint {
  /** The store is well; what it was asked to keep, or kept, is not. */
  readonly isOfEntry: boolean
  /** What is said once. */
  readonly subject: string
  readonly sentence: string
}

function complaintOf({ store }: Complaining, operation: Operation, address: Address, error: unknown): Complaint {
  const place = shortened(placeOf(store, address))
  const reason = error instanceof Error ? error.message : String(error)
  const isOfEntry = error instanceof CachettaError && (error.code === 'DAMAGED' || error.code === 'UNSAFE_TYPE')
  let subject = `${operation} ${place}`
  let sentence = `the ${store.name} store cannot ${subject} (${reason}); the work goes on without it`
  if (isOfEntry && operation === 'write') {
    subject = address.exact ? reason : `${address.path} ${reason}`
    sentence = `the value for ${place} is not stored: ${reason}`
  } else if (isOfEntry) {
    subject = place
    sentence = `${place}: ${reason}; it counts as missing until it is written anew`
  }
  return { isOfEntry, subject, sentence }
}

/** The store did what it was asked. One that can write is well again, whatever has not been tried since. */
export function worked({ failing, store, told }: Complaining, operation: Operation, address: Address): void {
  if (told.size > 0) {
    const place = shortened(placeOf(store, address))
    told.delete(`${operation} ${place}`)
    if (operation === 'write') told.delete(place)
  }
  if (failing.size === 0) return
  failing.delete(operation)
  if (operation === 'write') failing.clear()
  if (failing.size === 0) log('info', `the ${store.name} store works again`)
}

function shortened(place: string): string {
  return place.length > 200 ? `${place.slice(0, 200)}…` : place
}
