// Spans, sizes and data as short texts.

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** `3m`, `2h`, `5d`: the largest unit alone. Less than a second is `0s`. */
export function formatAge(span: number): string {
  const [unit, length] = units.find(([, length]) => span >= length) ?? ['s', 1_000]
  return `${Math.max(0, Math.floor(span / length))}${unit}`
}

/** `12 ms` or `1.3 s`. */
export function formatElapsed(span: number): string {
  return span < 1_000 ? `${Math.round(span)} ms` : `${(span / 1_000).toFixed(1)} s`
}

export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** The time of day with milliseconds: two lines of the time line are often close to each other. */
export function formatTime(at: number): string {
  const date = new Date(at)
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0')
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`
}

const MAX_TEXT = 200

/** One line for a value: primitives as they are written, objects by their type and the number of their members. */
export function describeData(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return 'function'
  if (typeof value !== 'object' || value === null) return String(value)
  return describeObject(value)
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `Array(${value.length})`
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name}(${value.size})`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Error || value instanceof RegExp || value instanceof URL) return String(value)
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`
  const name: unknown = value.constructor?.name
  return `${name === 'Object' || !name ? '' : `${name} `}{${Object.keys(value).length}}`
}

/** The members of a value, each with its name. None for a primitive, and for a type that one line describes. */
export function membersOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return []
  if (value instanceof Map) return [...value].map(([key, member]) => [describeData(key), member])
  if (value instanceof Set) return [...value].map((member, index) => [String(index), member])
  if (ArrayBuffer.isView(value) || value instanceof Date || value instanceof RegExp || value instanceof URL) return []
  return Object.entries(value)
}
