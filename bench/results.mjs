// The file of results: what the last measurement of each row found. The document, its pictures and the tables elsewhere are made of
// it, so one row can be measured again without the others.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import process from 'node:process'

const peersFile = new URL('./peers/package.json', import.meta.url)

/** Where and when a row was measured. */
export function describeMachine() {
  const [{ model }] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cpu: model.trim(),
    cores: cpus().length,
  }
}

/** The releases of the other libraries, and why some are not the newest: `{ dependencies, heldBack }`. */
export function readPeers() {
  const { dependencies, heldBack } = JSON.parse(readFileSync(peersFile, 'utf8'))
  return { dependencies, heldBack }
}

/** The results of a file: `{ peers, rows }`, the rows by their names. */
export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return { peers: {}, rows: {} }
    throw error
  }
}

export function writeResults(file, results) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results, roundNumbers, 2)}\n`)
}

/** Replaces the results of the measured rows, in the order of `rows`. Drops rows that are not in the list any more. */
export function mergeResults(previous, measured, rows) {
  const all = {
    ...previous.rows,
    ...Object.fromEntries(measured.map(({ name, work: _, ...result }) => [name, result])),
  }
  const known = rows.filter(({ name }) => all[name] !== undefined)
  return { peers: readPeers(), rows: Object.fromEntries(known.map(({ name }) => [name, all[name]])) }
}

/** Four digits are more than a measurement knows. */
function roundNumbers(_key, value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
