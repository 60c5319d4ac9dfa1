// How the values of a comparison and its limits are written.

/** A value of the comparison, in its unit. An empty text if there is none. */
export function formatValue(value, { unit, max }) {
  if (value === undefined) return ''
  return formats[unit ?? (max === undefined ? 'ns' : 'count')](value)
}

const formats = { ns: formatDuration, bytes: formatBytes, count: String }

/** The ratio, or the difference if the bar is about it. */
export function formatChange({ ratio, difference, barMs }) {
  if (barMs !== undefined) return `${difference < 0 ? '−' : '+'} ${formatDuration(Math.abs(difference))}`
  return ratio?.toFixed(2) ?? ''
}

/** The limit, and the aim if the row has one. */
export function formatBar(comparison) {
  const limit = formatLimit(comparison)
  return comparison.aim === undefined || limit === '' ? limit : `${limit}, aim ${formatAim(comparison)}`
}

function formatLimit(comparison) {
  const { bar, barMs, max } = comparison
  if (max !== undefined) return `≤ ${formatValue(max, comparison)}`
  if (barMs !== undefined) return `≤ ${barMs} ms`
  return bar === undefined ? '' : `≤ ${bar.toFixed(2)}`
}

function formatAim(comparison) {
  return comparison.max === undefined ? comparison.aim.toFixed(2) : formatValue(comparison.aim, comparison)
}

export function formatDuration(nanoseconds) {
  if (nanoseconds >= 1e9) return `${(nanoseconds / 1e9).toFixed(2)} s`
  if (nanoseconds >= 1e6) return `${(nanoseconds / 1e6).toFixed(1)} ms`
  return nanoseconds >= 1e4 ? `${(nanoseconds / 1e3).toFixed(0)} µs` : `${(nanoseconds / 1e3).toFixed(2)} µs`
}

function formatBytes(bytes) {
  if (bytes < 10_000) return `${Math.round(bytes).toLocaleString('en')} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
