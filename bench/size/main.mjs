// npm run size: what Cachetta costs in a page, beside other libraries, and what each capability costs.
//   --write   writes the tables into docs/size.md
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { comparePeers, listCapabilities } from './tables.mjs'

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })
const tables = { peers: await comparePeers(), capabilities: await listCapabilities() }
console.log(Object.values(tables).join('\n\n'))
if (values.write) write(join(import.meta.dirname, '..', '..', 'docs', 'size.md'))

function write(file) {
  let text = readFileSync(file, 'utf8')
  for (const [name, table] of Object.entries(tables)) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
    if (!text.includes(start) || !text.includes(end))
      throw new Error(`docs/size.md has no place for the table ${name}.`)
    text = `${text.slice(0, text.indexOf(start))}${start}\n${table}\n${text.slice(text.indexOf(end))}`
  }
  writeFileSync(file, text)
}
