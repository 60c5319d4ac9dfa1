// The tables of docs/size.md.
import { join } from 'node:path'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { capabilities, peers } from './capabilities.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { measure, measureWithout, page } from './measure.mjs'

const peersDirectory = join(import.meta.dirname, '..', 'peers')
const number = new Intl.NumberFormat('en')

/** Compares the page with pages of other libraries. It needs dist/ and the packages of bench/peers/. */
export async function comparePeers() {
  const rows = [
    { name: 'Cachetta: `useCachetta` and `CachettaProvider`', ...(await measure(page)) },
    {
      name: 'the same with a `Cachetta` for functions',
      ...(await measure(`${page}\nexport { Cachetta } from 'cachetta'`)),
    },
  ]
  for (const { name, code } of peers) rows.push({ name, ...(await measure(code, peersDirectory)) })
  return formatTable(
    ['page', 'minified', 'gzip'],
    rows.map(({ name, minified, gzipped }) => [name, number.format(minified), number.format(gzipped)]),
  )
}

/** Measures what the page saves without each capability. */
export async function listCapabilities() {
  const { gzipped } = await measureWithout([])
  const saved = async (some) => {
    const without = await measureWithout(some.flatMap(({ files }) => files))
    return number.format(gzipped - without.gzipped)
  }
  const rows = []
  for (const each of capabilities) {
    rows.push([each.within ? `${each.within}: ${each.name}` : each.name, await saved([each])])
  }
  const later = capabilities.filter(({ isNeededLater }) => isNeededLater)
  rows.push(['what only writes, tabs and rich data need, together', await saved(later)])
  return formatTable(['the page saves without', 'gzip'], rows)
}

function formatTable(head, rows) {
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}
