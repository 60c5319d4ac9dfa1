// Measures one row in a process of its own, so that no row finds code compiled for another. Answers over the channel, and ends
// with who asked: a browser that nobody waits for would slow down whatever is measured next.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rows } from './rows.mjs'

const [name, length] = process.argv.slice(2)
const directory = mkdtempSync(join(tmpdir(), 'cachetta-bench-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
const endOrphan = () => process.exit(1)
process.once('disconnect', endOrphan)

const comparisons = await rows.find((row) => row.name === name).run({ directory, long: length === 'long' })
process.off('disconnect', endOrphan)
process.send(comparisons, () => process.disconnect())
