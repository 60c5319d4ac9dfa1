// The benchmark: measures row after row, each in a process of its own, and prints one table.
//   --row NAME   only this one; may be given several times
//   --long       among 100,000 entries, too
//   --json       for machines
//   --write      into docs/benchmark.md, which has all rows
// A missed bar is said, and is no failure: a busy machine must not fail a build. A row that crashes is one.
import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { markdown } from './markdown.mjs'
import { rows } from './rows.mjs'
import { tableLines } from './table.mjs'
import { verdict } from './verdict.mjs'

const page = fileURLToPath(new URL('../docs/benchmark.md', import.meta.url))

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
  if (write && names !== undefined) throw new Error('--write is for all rows; leave out --row.')
  const results = []
  for (const row of chosen(names)) results.push(await measured(row, long))

  const [{ model }] = cpus()
  const report = { node: process.versions.node, cpu: model.trim(), cores: cpus().length, results }
  if (json) console.log(JSON.stringify(report, null, 2))
  else console.log(['', ...tableLines(results), '', verdict(results)].join('\n'))
  if (write) writePage(markdown(report))
  if (results.some(({ crashed }) => crashed)) process.exitCode = 1
}

function writePage(text) {
  mkdirSync(dirname(page), { recursive: true })
  writeFileSync(page, text)
}

function chosen(names) {
  const unknown = names?.find((name) => !rows.some((row) => row.name === name))
  if (unknown === undefined) return rows.filter(({ name }) => names === undefined || names.includes(name))
  throw new Error(`There is no row ${unknown}; there are ${rows.map(({ name }) => name).join(', ')}.`)
}

/** What a row's process tells; its own words go to stderr. */
function measured({ name, work }, long) {
  console.error(`measuring ${name} …`)
  const runRow = fileURLToPath(new URL('./run-row.mjs', import.meta.url))
  const child = fork(runRow, [name, long ? 'long' : 'short'], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  return new Promise((resolve) => {
    let comparisons = []
    child.on('message', (told) => {
      comparisons = told
    })
    child.on('exit', (code) => resolve({ name, work, comparisons, crashed: code !== 0 }))
  })
}
