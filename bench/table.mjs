import { isWithinBar } from './verdict.mjs'

const headings = ['work', 'against', 'other', 'Cachetta', 'ratio', 'bar', '']

/** The lines of the table for a terminal. */
export function formatTable(results) {
  const rows = [headings, ...formatRows(results)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const formatLine = (row) =>
    row
      .map((cell, column) => padCell(cell, widths[column], column))
      .join('  ')
      .trimEnd()
  const underline = widths.map((width) => '─'.repeat(width)).join('  ')
  return [formatLine(headings), underline, ...rows.slice(1).map(formatLine)]
}

/** The lines of the same table in Markdown. */
export function formatMarkdownTable(results) {
  const formatLine = (row) => `| ${row.join(' | ')} |`
  const alignment = headings.map((_, column) => (isNumberColumn(column) ? '--:' : '---'))
  return [formatLine(headings), formatLine(alignment), ...formatRows(results).map(formatLine)]
}

function formatRows(results) {
  return results.flatMap(({ name, work, comparisons, crashed }) => {
    if (crashed) return [[`${name}: ${work}`, 'crashed', '', '', '', '', '']]
    return comparisons.map((comparison, index) => [
      index === 0 ? `${name}: ${work}` : '',
      ...formatComparison(comparison),
    ])
  })
}

function formatComparison(comparison) {
  const verdict = { true: 'holds', false: 'MISSED' }[isWithinBar(comparison)] ?? ''
  const numbers = comparison.max === undefined ? formatTimes(comparison) : formatCounts(comparison)
  return [comparison.against, ...numbers, verdict]
}

function formatTimes({ ours, theirs, ratio, difference, bar, barMs }) {
  const isDifference = barMs !== undefined
  return [
    formatDuration(theirs),
    formatDuration(ours),
    isDifference ? `+ ${formatDuration(difference)}` : ratio.toFixed(2),
    isDifference ? `≤ ${barMs} ms` : bar === undefined ? '' : `≤ ${bar.toFixed(2)}`,
  ]
}

function formatCounts({ ours, theirs, max }) {
  return [theirs === undefined ? '' : `${theirs}`, `${ours}`, '', `≤ ${max}`]
}

function formatDuration(nanoseconds) {
  if (nanoseconds >= 1e6) return `${(nanoseconds / 1e6).toFixed(1)} ms`
  return nanoseconds >= 1e4 ? `${(nanoseconds / 1e3).toFixed(0)} µs` : `${(nanoseconds / 1e3).toFixed(2)} µs`
}

function padCell(cell, width, column) {
  return isNumberColumn(column) ? cell.padStart(width) : cell.padEnd(width)
}

function isNumberColumn(column) {
  return column >= 2 && column <= 5
}
