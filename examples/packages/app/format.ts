const UNITS = ['B', 'kB', 'MB', 'GB']

export function formatBytes(bytes: number): string {
  const power = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)), UNITS.length - 1)
  const amount = bytes / 1_000 ** power
  return `${amount < 10 && power > 0 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[power]}`
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** An age of data. Below two seconds it is `just now`, so it does not flicker. */
export function formatAge(age: number): string {
  if (age < 2 * SECOND) return 'just now'
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  if (age < DAY) return `${Math.floor(age / HOUR)} h`
  return `${Math.floor(age / DAY)} d`
}

export function formatTimeSince(age: number): string {
  return age < 2 * SECOND ? formatAge(age) : `${formatAge(age)} ago`
}

export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1) return 'less than 1 ms'
  return milliseconds < SECOND ? `${Math.round(milliseconds)} ms` : `${(milliseconds / SECOND).toFixed(1)} s`
}

/** Always formats for English, so the server and the browser render the same text. */
export function formatNumber(number: number): string {
  return number.toLocaleString('en')
}

export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`
}
