// Finds the declaration of a name, through imports and re-exports, and the TSDoc comment above a node.
import type { ESTree } from 'vite'
import { parseSync } from 'vite'
import type { Aliases, Source } from './modules.ts'
import { targetsOf } from './modules.ts'
import { lineAt } from './project.ts'

/** A declaration at the top of a file. `start` is where its statement starts, with `export`. */
export interface Declaration {
  readonly file: string
  readonly start: number
  readonly node: ESTree.Declaration
}

/** A TSDoc comment: its description, its tags, and where it stands. */
export interface Doc {
  readonly file: string
  readonly line: number
  /** Without the asterisks, line by line as in the source. */
  readonly lines: readonly string[]
}

export interface Declarations {
  /** What a file exports under a name: a name can stand for a type and a value, and for the same thing on several platforms. */
  exported(file: string, name: string): Declaration[]
  /** What a name means inside a file. */
  local(file: string, name: string): Declaration[]
  /** The names that a file exports. */
  exportsOf(file: string): string[]
  /** The comment directly above a position. */
  docAt(file: string, start: number): Doc | undefined
  /** Every TSDoc comment of a file. */
  docsIn(file: string): Doc[]
  lineOf(file: string, start: number): number
}

type Comment = ReturnType<typeof parseSync>['comments'][number]

interface Parsed extends Source {
  readonly body: readonly (ESTree.Statement | ESTree.Directive)[]
  readonly comments: readonly Comment[]
}

/** A name in another module. */
interface Remote {
  readonly specifier: string
  readonly name: string
}

export function createDeclarations(sources: readonly Source[], aliases: Aliases): Declarations {
  const modules = new Map(sources.map((source) => [source.file, parse(source)]))

  const parsed = (file: string): Parsed => {
    const module = modules.get(file)
    if (module === undefined) throw new Error(`${file} is imported, and is no file of the package.`)
    return module
  }
  const follow = (file: string, { specifier, name }: Remote): Declaration[] =>
    targetsOf(specifier, file, aliases).flatMap((target) => exported(target, name))

  const local = (file: string, name: string): Declaration[] => {
    const { body } = parsed(file)
    const declared = body.flatMap((statement) => declarationOf(file, statement))
    const own = declared.filter(({ node }) => namesOf(node).includes(name))
    return own.length > 0 ? own : importsOf(body, name).flatMap((remote) => follow(file, remote))
  }
  const exported = (file: string, name: string): Declaration[] =>
    exportListsOf(parsed(file).body).flatMap(({ names, from }) =>
      names
        .filter((each) => each.exported === name)
        .flatMap((each) =>
          from === undefined ? local(file, each.local) : follow(file, { specifier: from, name: each.local }),
        ),
    )

  return {
    exported,
    local,
    exportsOf: (file) => exportListsOf(parsed(file).body).flatMap(({ names }) => names.map((each) => each.exported)),
    docAt: (file, start) => docAt(parsed(file), start),
    docsIn: (file) =>
      parsed(file)
        .comments.filter(isDoc)
        .map((comment) => docOf(parsed(file), comment)),
    lineOf: (file, start) => lineAt(parsed(file).text, start),
  }
}

function parse({ file, text }: Source): Parsed {
  const { program, comments, errors } = parseSync(file, text, { astType: 'ts' })
  const [error] = errors
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`)
  return { file, text, body: program.body, comments }
}

function declarationOf(file: string, statement: ESTree.Statement | ESTree.Directive): Declaration[] {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  return node !== null && isDeclaration(node) ? [{ file, start: statement.start, node }] : []
}

function isDeclaration(node: ESTree.Node): node is ESTree.Declaration {
  return /Declaration$|^TSDeclareFunction$/.test(node.type) && !/^(?:Import|Export)/.test(node.type)
}

function namesOf(node: ESTree.Declaration): string[] {
  if (node.type !== 'VariableDeclaration') return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []
  return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
}

interface ExportList {
  readonly names: readonly { readonly local: string; readonly exported: string }[]
  readonly from: string | undefined
}

function exportListsOf(body: Parsed['body']): ExportList[] {
  return body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return []
    const declared = statement.declaration ? namesOf(statement.declaration) : []
    const listed = statement.specifiers.map((each) => ({ local: nameOf(each.local), exported: nameOf(each.exported) }))
    const names = [...declared.map((name) => ({ local: name, exported: name })), ...listed]
    return [{ names, from: statement.source?.value }]
  })
}

function importsOf(body: Parsed['body'], name: string): Remote[] {
  return body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return []
    const found = statement.specifiers.filter((each) => each.local.name === name)
    return found.flatMap((each) =>
      each.type === 'ImportSpecifier' ? [{ specifier: statement.source.value, name: nameOf(each.imported) }] : [],
    )
  })
}

function nameOf(node: ESTree.ModuleExportName): string {
  return 'name' in node ? node.name : node.value
}

const isDoc = ({ type, value }: Comment): boolean => type === 'Block' && value.startsWith('*')

function docAt(source: Parsed, start: number): Doc | undefined {
  const above = source.comments.findLast(({ end }) => end <= start && source.text.slice(end, start).trim() === '')
  if (above === undefined) return undefined
  return isDoc(above) ? docOf(source, above) : docAt(source, above.start) // a remark for a tool may stand between
}

function docOf({ file, text }: Parsed, { start, value }: Comment): Doc {
  return {
    file,
    line: lineAt(text, start),
    lines: value.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd()),
  }
}
