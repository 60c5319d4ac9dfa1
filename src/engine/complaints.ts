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

/** Enough to stay quiet about what is broken now, without growing for ever. */
const REMEMBERED_MOST = 1_000

/** Something was thrown by the store. */
export function failed(engine: Complaining, operation: Operation, address: Address, error: unknown): void {
  emit?.('trouble', address, { error })
  const { failing, store, told } = engine
  const place = shortened(placeOf(store, address))
  const reason = error instanceof Error ? error.message : String(error)
  if (!isOfEntry(error)) {
    const isKnown = failing.size > 0
    const sentence = `the ${store.name} store cannot ${operation} ${place} (${reason}); the work goes on without it`
    if (tell(sentence, error, !isKnown && isNew(told, `${operation} ${place}`)) || isKnown) failing.add(operation)
  } else if (operation === 'write') {
    const subject = address.exact ? reason : `${address.path} ${reason}`
    tell(`the value for ${place} is not stored: ${reason}`, error, isNew(told, subject))
  } else tell(`${place}: ${reason}; it counts as missing until it is written anew`, error, isNew(told, place))
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

/** The store is well, and what it was asked to keep, or kept, is not. */
function isOfEntry(error: unknown): boolean {
  return error instanceof CachettaError && (error.code === 'DAMAGED' || error.code === 'UNSAFE_TYPE')
}

function isNew(told: Set<string>, subject: string): boolean {
  if (told.has(subject)) return false
  if (told.size >= REMEMBERED_MOST) told.clear()
  told.add(subject)
  return true
}

function tell(sentence: string, error: unknown, isNews: boolean): boolean {
  log(isNews ? 'warn' : 'debug', sentence, error)
  return isNews
}

function shortened(place: string): string {
  return place.length > 200 ? `${place.slice(0, 200)}…` : place
}
