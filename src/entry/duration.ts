import { InvalidOptionError, shown } from '../errors.ts'

type Span = `${number}${'d' | 'h' | 'm' | 's' | 'ms'}`

/** A span of time: milliseconds, a text such as `'500ms'`, `'30s'`, `'5m'`, `'1h30m'`, `'7d'`, or `Infinity`. */
export type Duration = number | Span | `${Span}${Span}` | `${Span}${Span}${Span}`

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const spans = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/
const units = [day, hour, minute, second, 1]

/** Reads a `Duration` as milliseconds. Throws `InvalidOptionError`, which names `option`, for anything else. */
export function milliseconds(duration: unknown, option: string): number {
  const span = typeof duration === 'string' ? parse(duration) : duration
  if (typeof span === 'number' && !Number.isNaN(span)) return span
  throw new InvalidOptionError(`${option}: ${shown(duration)} was given; accepted is ${accepted}`)
}

const accepted = "a number of milliseconds, a text such as '500ms', '30s', '5m', '1h', '1h30m' or '7d', or Infinity"

function parse(text: string): number {
  const amounts = spans.exec(text)
  if (text === '' || amounts === null) return Number.NaN
  return units.reduce((sum, unit, index) => sum + Number(amounts[index + 1] ?? 0) * unit, 0)
}
