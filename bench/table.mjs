import { holds } from './verdict.mjs'

const headings = ['work', 'against', 'other', 'Cachetta', 'ratio', 'bar', '']

/** The lines of the table for a terminal. */
export function tableLines(results) {
  const all = [headings, ...cells(results)]
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row) =>
    row
      .map((cell, column) => padded(cell, widths[column], column))
      .join('  ')
      .trimEnd()
  return [line(headings), widths.map((width) => '─'.repeat(width)).join('  '), ...all.slice(1).map(line)]
}

/** The lines of the same table in Markdown. */
export function markdownLines(results) {
  const line = (row) => `| ${row.join(' | ')} |`
  const align = headings.map((_, column) => (isFigure(column) ? '--:' : '---'))
  return [line(headings), line(align), ...cells(results).map(line)]
}

function cells(results) {
  return results.flatMap(({ name, work, comparisons, crashed }) => {
    if (crashed) return [[`${name}: ${work}`, 'crashed', '', '', '', '', '']]
    return comparisons.map((comparison, index) => [index === 0 ? `${name}: ${work}` : '', ...figures(comparison)])
  })
}

function figures(comparison) {
  const verdict = { true: 'holds', false: 'MISSED' }[holds(comparison)] ?? ''
  return [comparison.against, ...(comparison.most === undefined ? times(comparison) : counts(comparison)), verdict]
}

function times({ ours, theirs, ratio, difference, bar, barMs }) {
  const isDifference = barMs !== undefined
  return [
    duration(theirs),
    duration(ours),
    isDifference ? `+ ${duration(difference)}` : ratio.toFixed(2),
    isDifference ? `≤ ${barMs} ms` : bar === undefined ? '' : `≤ ${bar.toFixed(2)}`,
  ]
}

function counts({ ours, theirs, most }) {
  return [theirs === undefined ? '' : `${theirs}`, `${ours}`, '', `≤ ${most}`]
}

function duration(nanoseconds) {
  if (nanoseconds >= 1e6) return `${(nanoseconds / 1e6).toFixed(1)} ms`
  return nanoseconds >= 1e4 ? `${(nanoseconds / 1e3).toFixed(0)} µs` : `${(nanoseconds / 1e3).toFixed(2)} µs`
}

function padded(cell, width, column) {
  return isFigure(column) ? cell.padStart(width) : cell.padEnd(width)
}

function isFigure(column) {
  return column >= 2 && column <= 5
}
