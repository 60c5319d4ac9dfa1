import { formatBar, formatChange, formatValue } from './units.mjs'
import { isWithinBar } from './verdict.mjs'

const headings = ['work', 'against', 'other', 'Cachetta', 'ratio', 'bar', '']

/** The lines of the table for a terminal. `results`: `{ name, work, comparisons, crashed }`. */
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
  const { against, ours, theirs } = comparison
  return [
    against,
    formatValue(theirs, comparison),
    formatValue(ours, comparison),
    formatChange(comparison),
    formatBar(comparison),
    verdict,
  ]
}

function padCell(cell, width, column) {
  return isNumberColumn(column) ? cell.padStart(width) : cell.padEnd(width)
}

function isNumberColumn(column) {
  return column >= 2 && column <= 5
}
