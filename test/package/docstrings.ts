// What the TSDoc comments of the public symbols lack, and the examples in them.
import type { ESTree } from 'vite'
import type { Declaration, Declarations, Doc } from './declarations.ts'
import { examplesIn } from './examples.ts'

/** Utility types that show the members of their first argument. */
const transparent = ['Omit', 'Partial', 'Pick', 'Readonly', 'Required']

/** A member of a public type. */
interface Member {
  readonly file: string
  readonly start: number
  readonly name: string
}

/**
 * Sentences about what the exports of the doors lack.
 *
 * - Each export has a TSDoc comment with a description.
 * - Each function, hook, component and class with a constructor has an `@example` with a code block.
 * - Each member of an exported interface or class has a description, also an inherited one, and each signature to call it by.
 *   An `override` inherits its description, and a private member needs none.
 */
export function missingDocs(doors: readonly string[], declarations: Declarations): string[] {
  const symbols = doors.flatMap((door) => declarations.exportsOf(door).map((name) => ({ door, name })))
  const found = symbols.flatMap(({ door, name }) => {
    const declared = declarations.exported(door, name)
    if (declared.length === 0) return [`${door} exports ${name}, which no file declares`]
    const files = new Set(declared.map(({ file }) => file))
    return [...files].flatMap((file) =>
      missingIn(
        name,
        declared.filter((each) => each.file === file),
        declarations,
      ),
    )
  })
  return [...new Set(found)] // several doors export one symbol, several symbols inherit one member
}

function missingIn(name: string, place: readonly Declaration[], declarations: Declarations): string[] {
  const [first] = place
  if (first === undefined) return []
  const where = `${first.file}:${declarations.lineOf(first.file, first.start)}`
  const own = place.map(({ file, start }) => declarations.docAt(file, start))
  const docs = [...own, ...place.flatMap((each) => constructorDocs(each, declarations))].filter(
    (doc) => doc !== undefined,
  )
  const members = membersOf(place, declarations).filter(
    ({ file, start }) => !isDescribed(declarations.docAt(file, start)),
  )
  return [
    ...(own.some(isDescribed) ? [] : [`${where}: ${name} has no description`]),
    ...(place.some(needsExample) && !docs.some(hasExample) ? [`${where}: ${name} has no @example`] : []),
    ...members.map(
      (member) => `${member.file}:${declarations.lineOf(member.file, member.start)}: ${member.name} has no description`,
    ),
  ]
}

/** `@throws` tags that do not read `@throws {ErrorName} when …`, with the name of an exported error. */
export function wrongThrows(docs: readonly Doc[], errors: readonly string[]): string[] {
  return docs.flatMap(({ file, line, lines }) =>
    lines.flatMap((text, index) => {
      if (!/^\s*@throws\b/.test(text)) return []
      const [, error = ''] = /^\s*@throws \{(\w+)\} when \S/.exec(text) ?? []
      if (errors.includes(error)) return []
      return [`${file}:${line + index}: '${text.trim()}' should read: @throws {ErrorName} when …`]
    }),
  )
}

function hasExample(doc: Doc): boolean {
  return examplesIn(doc).length > 0
}

/** True if there is text before the first tag. */
function isDescribed(doc: Doc | undefined): boolean {
  return doc !== undefined && /^\s*[^@\s]/.test(doc.lines.join('\n'))
}

function needsExample({ node }: Declaration): boolean {
  if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction') return true
  if (node.type === 'ClassDeclaration') return constructorsOf(node).length > 0
  return node.type === 'VariableDeclaration' && node.declarations.some(({ init }) => isFunction(init))
}

function isFunction(node: ESTree.Expression | null): boolean {
  if (node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression') return isFunction(node.expression)
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression'
}

function constructorsOf({ body }: ESTree.Class): ESTree.ClassElement[] {
  return body.body.filter((each) => 'kind' in each && each.kind === 'constructor')
}

function constructorDocs({ file, node }: Declaration, declarations: Declarations): (Doc | undefined)[] {
  return node.type === 'ClassDeclaration'
    ? constructorsOf(node).map(({ start }) => declarations.docAt(file, start))
    : []
}

function membersOf(place: readonly Declaration[], declarations: Declarations): Member[] {
  const seen = new Set<string>()
  const ofType = (file: string, type: ESTree.TSType | undefined): Member[] => {
    if (type?.type === 'TSIntersectionType') return type.types.flatMap((each) => ofType(file, each))
    if (type?.type === 'TSParenthesizedType') return ofType(file, type.typeAnnotation)
    if (type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier')
      return ofName(file, type.typeName.name, type.typeArguments)
    return []
  }
  const ofName = (file: string, name: string, args: ESTree.TSTypeParameterInstantiation | null): Member[] =>
    transparent.includes(name) ? ofType(file, args?.params[0]) : declarations.local(file, name).flatMap(ofDeclaration)

  const ofDeclaration = ({ file, start, node }: Declaration): Member[] => {
    const id = `${file}:${start}`
    if (seen.has(id)) return []
    seen.add(id)
    switch (node.type) {
      case 'TSInterfaceDeclaration': {
        const inherited = node.extends.flatMap(({ expression, typeArguments }) =>
          expression.type === 'Identifier' ? ofName(file, expression.name, typeArguments) : [],
        )
        return [...node.body.body.flatMap((each) => signature(file, node.id.name, each)), ...inherited]
      }
      case 'ClassDeclaration':
        return node.body.body.flatMap((each) => classMember(file, node.id?.name ?? '', each))
      case 'TSTypeAliasDeclaration':
        return ofType(file, node.typeAnnotation)
      case 'VariableDeclaration':
        return node.declarations.flatMap(({ id: { typeAnnotation }, init }) => [
          ...ofType(file, typeAnnotation?.typeAnnotation),
          ...ofType(file, init?.type === 'TSAsExpression' ? init.typeAnnotation : undefined),
        ])
      default:
        return []
    }
  }
  return place.flatMap(ofDeclaration)
}

function signature(file: string, owner: string, node: ESTree.TSSignature): Member[] {
  switch (node.type) {
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return [{ file, start: node.start, name: `${owner}.${keyName(node.key)}` }]
    case 'TSCallSignatureDeclaration':
      return [{ file, start: node.start, name: `a call signature of ${owner}` }]
    case 'TSConstructSignatureDeclaration':
      return [{ file, start: node.start, name: `a construct signature of ${owner}` }]
    default:
      return []
  }
}

function classMember(file: string, owner: string, node: ESTree.ClassElement): Member[] {
  if (node.type === 'StaticBlock' || node.type === 'TSIndexSignature') return []
  const isHidden = node.key.type === 'PrivateIdentifier' || node.accessibility === 'private'
  const isConstructor = 'kind' in node && node.kind === 'constructor'
  if (isHidden || isConstructor || node.override) return []
  return [{ file, start: node.start, name: `${owner}.${keyName(node.key)}` }]
}

function keyName(key: ESTree.PropertyKey): string {
  return 'name' in key ? String(key.name) : 'value' in key ? String(key.value) : 'a computed member'
}
