// The benchmark: measures each row in a process of its own and prints one table.
//   --row NAME   measures only this row; may be repeated
//   --long       also measures with 100,000 entries, and with 1,000,000 files
//   --quick      measures so little that the numbers mean nothing: to see that each row runs
//   --json       prints JSON
//   --write      writes the results of the measured rows, and everything that is made of them, docs/benchmark.md above all
//   --render     the same without a measurement, after words of a row have changed
//   --to DIR     writes into this directory instead of the repository
// A missed bar is reported but does not fail the run, because a busy machine must not fail a build. A row that crashes does, after
// the others were measured and written. So does a document with a gap, such as a missed bar without a reason.
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureRow } from './measure-row.mjs'
import { describeMachine, mergeResults, readResults, writeResults } from './results.mjs'
import { rows, sections } from './rows.mjs'
import { formatTable } from './table.mjs'
import { formatVerdict } from './verdict.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds write.d.mts, which holds only types
import { createFiles, findGaps, resultsFile, writeFiles } from './write.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const options = {
  row: { type: 'string', multiple: true },
  long: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  render: { type: 'boolean', default: false },
  to: { type: 'string', default: root },
}

try {
  const { values } = parseArgs({ options })
  await main(values)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function main({ row: names, long, quick, json, write, render, to }) {
  if (quick && write && to === root) throw new Error('--quick measures too little to be written; add --to DIR.')
  const selected = selectRows(names)
  if (render) return reportGaps(writeDocuments(to, selected))
  const results = []
  for (const row of selected) {
    results.push(await measureRow(row, { long, quick }))
    if (write) writeResults(join(to, resultsFile), mergeResults(readResults(join(to, resultsFile)), results, rows))
  }
  if (json) console.log(JSON.stringify({ ...describeMachine(), results }, null, 2))
  else console.log(['', ...formatTable(results), '', formatVerdict(results)].join('\n'))
  if (write) reportGaps(writeDocuments(to, selected))
  if (results.some(({ crashed }) => crashed)) process.exitCode = 1
}

/** Writes what is made of the file of results. Returns sentences about what is missing in the rows. */
function writeDocuments(directory, selected) {
  const results = readResults(join(directory, resultsFile))
  writeFiles(directory, createFiles(root, sections, results))
  return findGaps(selected, results.rows)
}

function reportGaps(gaps) {
  for (const gap of gaps) console.error(gap)
  if (gaps.length > 0) process.exitCode = 1
}

function selectRows(names) {
  const unknown = names?.find((name) => !rows.some((row) => row.name === name))
  if (unknown === undefined) return rows.filter(({ name }) => names === undefined || names.includes(name))
  throw new Error(`Unknown row '${unknown}'. The rows are ${rows.map(({ name }) => name).join(', ')}.`)
}
