// Measures one row in a process of its own, so that no row finds code compiled for another. Answers over the channel.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rows } from './rows.mjs'

const [name, length] = process.argv.slice(2)
const directory = mkdtempSync(join(tmpdir(), 'cachetta-bench-'))
try {
  const comparisons = await rows.find((row) => row.name === name).run({ directory, long: length === 'long' })
  process.send(comparisons)
} finally {
  rmSync(directory, { recursive: true, force: true })
  process.disconnect()
}
