// The table "Where is …?" of CONTRIBUTING.md against the sources: columns question, search, file, function.
import { parseAst } from 'vite'
import type { Source } from './modules.ts'
import { codesIn, tableIn } from './tables.ts'

const columns = ['question', 'search', 'file', 'function']
const rowCount = 12
/** A search that finds more files than this answers nothing. */
const maxFiles = 10

/** Sentences about what is wrong with the table. Every row names a search, in inline code, that finds its file in src/. */
export function wrongAnswers(markdown: string, sources: readonly Source[]): string[] {
  const rows = tableIn(markdown, columns)
  if (rows === undefined) return [`there is no table with the columns ${columns.join(' | ')}`]
  const count = rows.length === rowCount ? [] : [`the table has ${rows.length} rows, not ${rowCount}`]
  return [...count, ...rows.flatMap((row) => wrongInRow(row, sources))]
}

function wrongInRow(
  [question = '', search = '', file = '', fn = '']: readonly string[],
  sources: readonly Source[],
): string[] {
  const searches = codesIn(search)
  const [path = ''] = codesIn(file)
  const [name = ''] = codesIn(fn).map((code) => code.replace(/\(.*\)$/, ''))
  if (question === '' || searches.length === 0 || path === '' || name === '')
    return [`${question || 'a row'}: search, file and function are needed, each in backticks`]
  const source = sources.find((each) => each.file === path || each.file === `src/${path}`)
  if (source === undefined) return [`${question}: there is no file ${path}`]
  const isDeclared = declaredIn(source).has(name)
  return [
    ...(isDeclared ? [] : [`${question}: ${path} declares no function ${name}`]),
    ...searches.flatMap((words) => wrongSearch(words, source, sources)).map((wrong) => `${question}: ${wrong}`),
  ]
}

/** A search as an editor or `grep -rilF` does it: the words as they are, in either case. */
function wrongSearch(words: string, source: Source, sources: readonly Source[]): string[] {
  const isFound = ({ text }: Source) => text.toLowerCase().includes(words.toLowerCase())
  if (!isFound(source)) return [`the search '${words}' does not find ${source.file}`]
  const count = sources.filter(isFound).length
  return count > maxFiles ? [`the search '${words}' finds ${count} files, more than ${maxFiles}`] : []
}

/** The names of functions and methods, also of those that a constant or a property holds. */
function declaredIn({ file, text }: Source): ReadonlySet<string> {
  const program: unknown = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  return new Set(declarationsIn(program))
}

const declarations: ReadonlyMap<string, string> = new Map([
  ['FunctionDeclaration', 'id'],
  ['VariableDeclarator', 'id'],
  ['MethodDefinition', 'key'],
  ['PropertyDefinition', 'key'],
  ['Property', 'key'],
])

function* declarationsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const node = value as Readonly<Record<string, unknown>> // any object has string keys
  const naming = declarations.get(String(node['type']))
  const named = naming === undefined ? undefined : node[naming]
  if (typeof named === 'object' && named !== null && 'name' in named) yield String(named.name)
  for (const child of Object.values(node)) yield* declarationsIn(child)
}
