import { formatMarkdownTable } from './table.mjs'
import { formatBar, formatChange, formatValue } from './units.mjs'
import { findMissed, formatVerdict } from './verdict.mjs'

/** The text of docs/benchmark.md. `results`: the file of results. No number in it is typed by hand. */
export function formatDocument(sections, results) {
  const measured = sections.flatMap(({ rows }) => selectMeasured(rows, results))
  return `# Benchmark

Written by \`npm run bench -- --write\`. ${formatMachines(measured)}

Each line compares Cachetta with one alternative. Both run in turn. *ratio* is Cachetta's value divided by the other's value, so
smaller is better; 0.50 means twice as fast. It is the median over pairs of runs side by side, so it can differ from the quotient of the
two medians in the line. *bar* is the limit for the ratio, or for the value; *aim* is what we would like to reach. A line without a bar is
there for comparison.

${formatVerdict(measured)}

<img src="./images/benchmark-ratios.svg" alt="The ratio of each row, with its bar. The tables below have the same numbers.">

<img src="./images/benchmark-growth.svg" alt="The time of one piece of work against the number of entries or subscribers.">

${sections.map((section) => formatSection(section, results)).join('\n\n')}

${formatPeers(results.peers)}
`
}

/** The results of rows that were measured, each with the words of its row. */
export function selectMeasured(rows, results) {
  return rows
    .filter(({ name }) => results.rows[name] !== undefined)
    .map((row) => ({ comparisons: [], ...results.rows[row.name], ...row }))
}

function formatSection({ title, about, rows }, results) {
  const measured = selectMeasured(rows, results)
  const parts = [`## ${title}`, about]
  if (measured.length > 0) parts.push(formatMarkdownTable(measured).join('\n'))
  parts.push(...formatReasons(measured), ...formatWithoutBar(measured))
  return parts.join('\n\n')
}

function formatReasons(measured) {
  const missed = measured.flatMap((row) => findMissed(row, row))
  if (missed.length === 0) return []
  const groups = groupBy(missed, ({ name, reason }) => `${name}: ${reason}`)
  const lines = groups.map((group) => {
    const [{ name, reason }] = group
    return `- *${name}*: ${group.map(formatMissed).join(', ')}. ${reason ?? 'No reason is known yet.'}`
  })
  return ['Missed, and why:', lines.join('\n')]
}

function formatMissed({ comparison }) {
  const value = formatChange(comparison) || formatValue(comparison.ours, comparison)
  return `${value} instead of ${formatBar(comparison)} (${comparison.against})`
}

function formatWithoutBar(measured) {
  const lines = measured
    .filter(({ withoutBar }) => withoutBar !== undefined)
    .map(({ name, withoutBar }) => `- *${name}*: ${withoutBar}`)
  return lines.length === 0 ? [] : ['Without a bar:', lines.join('\n')]
}

/** The machine, Node and the date. Rows that were measured elsewhere or on another day are named. */
function formatMachines(measured) {
  const groups = groupBy(measured, formatMachine).sort((one, other) => other.length - one.length)
  const [main, ...others] = groups
  if (main === undefined) return 'Nothing is measured yet.'
  const rest = others.map((rows) => ` ${rows.map(({ name }) => name).join(', ')}: ${formatMachine(rows[0])}.`)
  return `Measured ${formatMachine(main[0])}.${rest.join('')}`
}

/** Lists of the items with the same key, in the order of their first items. */
function groupBy(items, getKey) {
  const groups = new Map(items.map((item) => [getKey(item), []]))
  for (const item of items) groups.get(getKey(item)).push(item)
  return [...groups.values()]
}

function formatMachine({ date, node, cpu, cores }) {
  return `on ${date} with Node ${node} on ${cpu} (${cores} cores)`
}

function formatPeers({ dependencies = {}, heldBack = {} }) {
  const lines = Object.entries(dependencies).map(([name, version]) => {
    const reason = heldBack[name]
    return `- \`${name}\` ${version}${reason === undefined ? '' : `, because ${reason}`}`
  })
  return `## The other libraries\n\nTheir newest releases, but for those with a reason:\n\n${lines.join('\n')}`
}
