// The benchmark: measures each row in a process of its own and prints one table.
//   --row NAME   measures only this row; may be repeated
//   --long       also measures with 100,000 entries
//   --json       prints JSON
//   --write      writes docs/benchmark.md, which needs all rows
// A missed bar is reported but does not fail the run, because a busy machine must not fail a build. A row that crashes does.
import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatDocument } from './markdown.mjs'
import { rows } from './rows.mjs'
import { formatTable } from './table.mjs'
import { formatVerdict } from './verdict.mjs'

const documentFile = fileURLToPath(new URL('../docs/benchmark.md', import.meta.url))

const options = {
  row: { type: 'string', multiple: true },
  long: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
}

try {
  const { values } = parseArgs({ options })
  await main(values)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function main({ row: names, long, json, write }) {
  if (write && names !== undefined) throw new Error('--write needs all rows; leave out --row.')
  const results = []
  for (const row of selectRows(names)) results.push(await measureRow(row, long))

  const [{ model }] = cpus()
  const report = { node: process.versions.node, cpu: model.trim(), cores: cpus().length, results }
  if (json) console.log(JSON.stringify(report, null, 2))
  else console.log(['', ...formatTable(results), '', formatVerdict(results)].join('\n'))
  if (write) writeDocument(formatDocument(report))
  if (results.some(({ crashed }) => crashed)) process.exitCode = 1
}

function writeDocument(text) {
  mkdirSync(dirname(documentFile), { recursive: true })
  writeFileSync(documentFile, text)
}

function selectRows(names) {
  const unknown = names?.find((name) => !rows.some((row) => row.name === name))
  if (unknown === undefined) return rows.filter(({ name }) => names === undefined || names.includes(name))
  throw new Error(`Unknown row '${unknown}'. The rows are ${rows.map(({ name }) => name).join(', ')}.`)
}

/** Runs a row in a process of its own and returns its comparisons. Everything that the process prints goes to stderr. */
function measureRow({ name, work }, long) {
  console.error(`measuring ${name} …`)
  const script = fileURLToPath(new URL('./run-row.mjs', import.meta.url))
  const child = fork(script, [name, long ? 'long' : 'short'], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  return new Promise((resolve) => {
    let comparisons = []
    child.on('message', (message) => {
      comparisons = message
    })
    child.on('exit', (code) => resolve({ name, work, comparisons, crashed: code !== 0 }))
  })
}
