// Measures one row in a process of its own, so no row runs code that V8 compiled for another row. It sends what it measured over
// the IPC channel. It ends with its parent: a browser that nobody needs would slow down the next measurement.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rows } from './rows.mjs'

const [name, length] = process.argv.slice(2)
const directory = mkdtempSync(join(tmpdir(), 'cachetta-bench-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
const exitWithParent = () => process.exit(1)
process.once('disconnect', exitWithParent)

const measured = await rows.find((row) => row.name === name).run({ directory, long: length === 'long' })
process.off('disconnect', exitWithParent)
process.send(Array.isArray(measured) ? { comparisons: measured } : measured, () => process.disconnect())
