// Compares the numbers of docs/behaviours.md with the numbers that the titles of tests end with: `keeps the old data (17)`.
import { parseAst } from 'vite'
import { withoutFences } from './comments.ts'
import type { Node, Source } from './modules.ts'
import { isNode, nodesIn } from './modules.ts'
import { lineAt } from './project.ts'

/** The title of a test or of a group of tests. */
export interface Title {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** The numbers of the list in a document, in the order of the document. */
export function listedNumbers({ text }: Source): number[] {
  return Array.from(withoutFences(text).matchAll(/^(\d+)\. /gm), ([, number]) => Number(number))
}

/** The titles in a test file: the first argument of `it`, `test` and `describe`, and of what they return (`it.each(rows)`). */
export function titlesIn({ file, text }: Source): Title[] {
  const program: unknown = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  return [...nodesIn(program)].flatMap((node) => {
    if (node['type'] !== 'CallExpression' || !isTestFunction(node['callee'])) return []
    const title = Array.isArray(node['arguments']) ? textOf(node['arguments'][0]) : undefined
    return title === undefined ? [] : [{ file, line: lineAt(text, Number(node['start'])), text: title }]
  })
}

/** What is wrong with the numbers of a list and of titles. */
export function faultsOf(list: Source, titles: readonly Title[]): string[] {
  const numbers = listedNumbers(list)
  const named = new Set(titles.flatMap(({ text }) => namedNumbers(text)))
  return [
    ...numbers
      .filter((number, index) => number !== index + 1)
      .map((number) => `${list.file}: number ${number} is not one more than the number before it`),
    ...numbers.filter((number) => !named.has(number)).map((number) => `${list.file}: no title names ${number}`),
    ...titles.flatMap(({ file, line, text }) =>
      namedNumbers(text)
        .filter((number) => !numbers.includes(number))
        .map((number) => `${file}:${line}: the title names ${number}, which is not in the list`),
    ),
    ...titles
      .filter(({ text }) => groups(text).some(({ isAtEnd }) => !isAtEnd))
      .map(({ file, line }) => `${file}:${line}: the numbers belong at the end of the title`),
  ]
}

function namedNumbers(title: string): number[] {
  return groups(title).flatMap(({ numbers }) => numbers)
}

/** `(12)` or `(12, 14)` as a word of its own; not `getUser(1)`. */
function groups(title: string): { numbers: number[]; isAtEnd: boolean }[] {
  return Array.from(title.matchAll(/(?<=^|\s)\((\d+(?:,\s*\d+)*)\)/g), ({ 0: group, 1: numbers = '', index }) => ({
    numbers: numbers.split(',').map(Number),
    isAtEnd: index + group.length === title.length,
  }))
}

/** True for `it`, a member of it (`it.only`), and what a call of such a member returns (`it.skipIf(condition)`). */
function isTestFunction(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee['type'] === 'Identifier') return ['it', 'test', 'describe'].includes(String(callee['name']))
  return isTestFunction(calleeOrObject(callee))
}

function calleeOrObject(node: Node): unknown {
  return node['callee'] ?? node['object'] ?? node['tag']
}

/** The text of a string or a template; `…` stands for its expressions. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node['type'] === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node['type'] !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined
  return node['quasis'].map(({ value }) => value.cooked).join('…')
}
