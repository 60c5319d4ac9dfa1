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
  const { store } = engine
  const place = shortened(placeOf(store, address))
  const reason = error instanceof Error ? error.message : String(error)
  // The store is well where what it was asked to keep, or kept, is not.
  const isOfEntry = error instanceof CachettaError && error.code !== 'STORE'
  let subject = `${operation} ${place}`
  let sentence = `the ${store.name} store cannot ${subject} (${reason}); the work goes on without it`
  if (isOfEntry && operation === 'write') {
    subject = address.exact ? reason : `${address.path} ${reason}`
    sentence = `the value for ${place} is not stored: ${reason}`
  } else if (isOfEntry) {
    subject = place
    sentence = `${place}: ${reason}; it counts as missing until it is written anew`
  }
  log(isNews(engine, subject, isOfEntry ? undefined : operation) ? 'warn' : 'debug', sentence, error)
}

/** Is `subject` to be told, once? `trouble`: the operation for which the store is not well. */
function isNews({ failing, told }: Complaining, subject: string, trouble: Operation | undefined): boolean {
  const isFailing = trouble !== undefined && failing.size > 0
  const isNew = !isFailing && !told.has(subject)
  if (isNew) told.put(subject, true)
  if (trouble && (isFailing || isNew)) failing.add(trouble)
  return isNew
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
