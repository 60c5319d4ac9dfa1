// Tables in other documents whose numbers come from the file of results. Each stands between two comments of its document.
import { formatChange, formatValue } from './units.mjs'

const readmeLines = [
  [
    'mount 1,000 components, data stored in IndexedDB',
    'mount',
    { swr: 'SWR', 'tanstack-query': 'TanStack Query (both in memory)' },
  ],
  ['one update shown by 1,000 components', 'update', { swr: 'SWR', 'tanstack-query': 'TanStack Query' }],
  ['a hit in memory, a number as argument', 'hot-hit', { cachified: 'cachified', bentocache: 'Bentocache' }],
  ['a hit on the disk, 1 kB', 'disk-hit', { unstorage: 'unstorage', cacache: 'cacache' }],
  [
    'a write to the disk, 1 kB, atomic and with a checksum',
    'disk-write',
    { unstorage: 'unstorage (not atomic)', cacache: 'cacache' },
  ],
]

const redisRows = [
  ['hit from memory in front of Redis', 'redis-memory-hit'],
  ['hit from Redis, nothing in memory', 'redis-hit'],
  ['write', 'redis-write'],
  ['an invalidated entry is gone from the memory of another instance', 'redis-invalidation'],
]

/** The documents with such a table: `{ file, format(results) }`, the file from the root. */
export const excerpts = [
  { file: 'README.md', format: formatReadme },
  { file: 'docs/scale.md', format: formatScale },
]

/** The text of a document with its table made anew. */
export function replaceExcerpt(text, lines) {
  const marked = /(<!-- benchmark -->\n)[\s\S]*?(\n<!-- end of benchmark -->)/
  if (!marked.test(text)) throw new Error('The document has no <!-- benchmark --> … <!-- end of benchmark -->.')
  return text.replace(marked, (_all, start, end) => `${start}${lines.join('\n')}${end}`)
}

function formatReadme(results) {
  const lines = readmeLines.map(([work, name, others]) => {
    const ratios = Object.entries(others).map(([against, label]) => {
      const comparison = findComparison(results, name, against)
      return `${comparison === undefined ? '?' : formatChange(comparison)} of ${label}`
    })
    return `| ${work} | ${ratios.join(', ')} |`
  })
  return ['| work | ratio |', '|---|---|', ...lines]
}

function formatScale(results) {
  const lines = redisRows.flatMap(([work, name]) =>
    (results.rows[name]?.comparisons ?? []).map((comparison, index) => {
      const { against, ours, theirs } = comparison
      const values = [formatValue(theirs, comparison), formatValue(ours, comparison), formatChange(comparison)]
      return `| ${[index === 0 ? work : '', against, ...values].join(' | ')} |`
    }),
  )
  return ['| work | against | other | Cachetta | ratio |', '|---|---|---|---|---|', ...lines]
}

function findComparison(results, name, against) {
  return results.rows[name]?.comparisons?.find((comparison) => comparison.against === against)
}
