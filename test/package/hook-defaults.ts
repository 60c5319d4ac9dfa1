// The table of hook options in a document against the table of defaults in the sources.
import { codesIn, tableIn } from './tables.ts'

const columns = ['option', 'default']

/**
 * Sentences about the defaults that the document and the sources give differently. Each row of the table names one option.
 *
 * - A string, a number, a boolean or an empty list is the only inline code in the cell: `2000`, `'7d'`, `[]`. Words may
 *   stand beside it: "what the cache was given, else `0`".
 * - A function has a cell of words: "deep equality".
 * - An option without a default is missing in the sources, or `undefined` there, and its cell is empty or holds a dash.
 */
export function wrongDefaults(markdown: string, defaults: Readonly<Record<string, unknown>>): string[] {
  const rows = tableIn(markdown, columns)
  if (rows === undefined) return [`there is no table with the columns ${columns.join(' | ')}`]
  const documented = new Map(rows.map(([option = '', cell = '']) => [codesIn(option).join(' '), cell]))
  const missing = Object.keys(defaults).filter((option) => !documented.has(option))
  return [
    ...missing.map((option) => `${option}: the table has no row for it`),
    ...[...documented].flatMap(([option, cell]) => wrongDefault(option, cell, defaults[option])),
  ]
}

function wrongDefault(option: string, cell: string, value: unknown): string[] {
  const said = /^[–-]?$/.test(cell) ? 'nothing' : codesIn(cell).join(' and ') || 'words'
  const expected = expectedFor(value)
  return said === expected ? [] : [`${option}: the document gives ${said} as its default, the sources ${expected}`]
}

function expectedFor(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `'${value}'`
  return typeof value === 'function' ? 'words' : Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
}
