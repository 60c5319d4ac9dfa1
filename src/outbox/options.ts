import type { Duration } from '../entry/duration.ts'
import { isDuration } from '../entry/duration.ts'
import type { Cleanup } from '../react/config/browser.ts'
import type { AcceptedOptions } from '../store/check-options.ts'
import { checkOptions } from '../store/check-options.ts'

/** The options of `createOutbox`. */
export interface OutboxOptions {
  /** Outboxes of one cache with different names share no items. All processes and tabs with this name send them. @default 'main' */
  readonly name?: string
  /** How many items may wait. A further one is refused at the call. @default 1_000 */
  readonly maxItems?: number
  /** How many bytes the stored argument of an item may have. A larger one is refused at the call. @default 1_000_000 */
  readonly maxBytes?: number
  /** An item that could not be sent for this long is refused. @default '30d' */
  readonly maxAge?: Duration
  /** Tells whether to try. @default `navigator.onLine`; true where there is none */
  readonly isOnline?: () => boolean
  /** Calls the callback when the connection returns. Returns a function that stops. @default the event `online` of the page */
  readonly initReconnect?: (callback: () => void) => Cleanup
}

const isFunction = (value: unknown): string | undefined => (typeof value === 'function' ? undefined : 'a function')
const isCount = (value: unknown): string | undefined =>
  typeof value === 'number' && value >= 1 ? undefined : 'a number from 1'

const accepted: AcceptedOptions<OutboxOptions> = {
  name: (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text'),
  maxItems: isCount,
  maxBytes: isCount,
  maxAge: (value) => (isDuration(value) ? undefined : 'a duration'),
  isOnline: isFunction,
  initReconnect: isFunction,
}

/** Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function checkOutboxOptions(options: OutboxOptions): void {
  checkOptions('createOutbox', options, accepted)
}
