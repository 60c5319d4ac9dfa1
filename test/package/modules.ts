import { posix } from 'node:path'
import { parseAst } from 'vite'

/** A source file by its path from the project's root, with slashes. */
export interface Source {
  readonly file: string
  readonly text: string
}

/** What the house rules look at in a source file. */
export interface Module extends Source {
  /** Every specifier it names: imports, `import type`, re-exports, `import('…')` as a value and as a type. */
  readonly specifiers: readonly string[]
  /** Every identifier, declared or used. */
  readonly names: ReadonlySet<string>
  /** True where it is nothing but a list of named re-exports. */
  readonly isList: boolean
}

/** The `imports` of package.json as the sources that each name stands for. */
export type Aliases = Readonly<Record<string, readonly string[]>>

export function parseModule({ file, text }: Source): Module {
  const program: unknown = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  const specifiers: string[] = []
  const names = new Set<string>()
  for (const node of nodesIn(program)) {
    const specifier = specifierOf(node)
    if (specifier !== undefined) specifiers.push(specifier)
    if (node['type'] === 'Identifier') names.add(String(node['name']))
  }
  return { file, text, specifiers, names, isList: isListOfReExports(program) }
}

/** The project files that a specifier in `file` means; none for a package or a Node module. */
export function targetsOf(specifier: string, file: string, aliases: Aliases): readonly string[] {
  if (specifier.startsWith('#')) return aliases[specifier] ?? []
  if (specifier.startsWith('.')) return [posix.join(posix.dirname(file), specifier)]
  return []
}

function isListOfReExports(program: unknown): boolean {
  const body = isNode(program) ? program['body'] : undefined
  const isReExport = (node: Node) => node['type'] === 'ExportNamedDeclaration' && node['source'] !== null
  return Array.isArray(body) && body.every((node) => isReExport(node) || 'directive' in node)
}

function specifierOf(node: Node): string | undefined {
  const source = node['source']
  return isNode(source) && typeof source['value'] === 'string' ? source['value'] : undefined
}

export type Node = Readonly<Record<string, unknown>>

export function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesIn(item)
    return
  }
  if (!isNode(value)) return
  yield value
  yield* nodesIn(Object.values(value))
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
