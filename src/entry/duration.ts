import { hasLongTexts } from '#environment'
import { describeValue, InvalidOptionError } from '../errors.ts'

type Amount = `${number}${'d' | 'h' | 'm' | 's' | 'ms'}`

/**
 * A span of time: a number of milliseconds, `Infinity`, or a text like `'500ms'`, `'30s'`, `'5m'`, `'1h30m'` or `'7d'`. The units
 * of a text are days, hours, minutes, seconds and milliseconds, each at most once and in this order.
 */
export type Duration = number | Amount | `${Amount}${Amount}` | `${Amount}${Amount}${Amount}`

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const amountsPattern = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/
const units = [day, hour, minute, second, 1]

/**
 * Returns a `Duration` in milliseconds. The error of any other value names the option `name`.
 * @throws {InvalidOptionError} when `duration` is no `Duration`.
 * @example
 * ```ts
 * import { Cachetta, parseDuration } from 'cachetta'
 *
 * const duration = parseDuration(process.env['CACHE_TTL'] ?? '1h', 'CACHE_TTL')
 * const cache = new Cachetta({ path: './cache/users.json', duration })
 * ```
 */
export function parseDuration(duration: unknown, name = 'duration'): number {
  if (isDuration(duration)) return toSpan(duration)
  throw new InvalidOptionError(`${name}: ${describeValue(duration)} was given; accepted is ${accepted}`)
}

/**
 * True if `value` is a `Duration`.
 * @example
 * ```ts
 * import { Cachetta, isDuration } from 'cachetta'
 *
 * const ttl = process.env['CACHE_TTL']
 * const cache = new Cachetta({ path: './cache/users.json', duration: isDuration(ttl) ? ttl : '1h' })
 * ```
 */
export function isDuration(value: unknown): value is Duration {
  return (typeof value === 'string' || typeof value === 'number') && !Number.isNaN(toSpan(value))
}

function toSpan(duration: string | number): number {
  return typeof duration === 'string' ? parseText(duration) : duration
}

const accepted = hasLongTexts ? "milliseconds, Infinity, or text like '30s', '1h30m' or '7d'" : 'a duration'

/** Returns NaN for an invalid text. */
function parseText(text: string): number {
  const amounts = amountsPattern.exec(text)
  if (text === '' || amounts === null) return Number.NaN
  return units.reduce((sum, unit, index) => sum + Number(amounts[index + 1] ?? 0) * unit, 0)
}
