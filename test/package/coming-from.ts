import { readSource } from './project.ts'
import { codesIn, tableIn } from './tables.ts'

/** The pages, the first column of their tables, and the package whose names it has. */
export const pages: readonly [page: string, column: string, peer?: string][] = [
  ['swr', 'swr', 'swr'],
  ['tanstack-query', 'tanstack query', '@tanstack'],
  ['cachified', 'cachified', '@epic-web/cachified'],
  ['bentocache', 'bentocache', 'bentocache'],
  ['node-cache-manager', 'cache-manager', 'cache-manager'],
  ['p-memoize', 'p-memoize'],
]

/** Names of the programs that the tables show, of the language, and of other packages. */
const ofTheProgram = (
  'cache getUser arg id fn value user users listener first todos filters bento send size Infinity null undefined true false new await ' +
  'Array isArray Map JSON stringify Keyv ExpiryMap QuickLRU maxSize'
).split(' ')

/** The rows of the tables of a page: their name, and the name here. */
export function rowsOf(page: string, column: string): string[][] {
  return tableIn(readSource(`docs/coming-from/${page}.md`).text, [column, 'here']) ?? []
}

/** The identifiers in the code of a cell, without what is in quotes. */
export function namesIn(cell: string): string[] {
  const names = codesIn(cell).flatMap((code) => code.replace(/'[^']*'/g, '').match(/(?<![\w'])[a-z]\w*/gi) ?? [])
  return names.filter((name) => !ofTheProgram.includes(name))
}

export function hasName(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text)
}
