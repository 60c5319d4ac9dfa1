// What an editor knows of a program: the text that it shows when the mouse rests on a name, and the types. The newest TypeScript has no
// service for programs yet, so this takes an older one, which a package of this project brings.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Compiler from '../../node_modules/@arethetypeswrong/core/node_modules/typescript/lib/typescript.d.ts'
import { compilers, readProjectOptions } from './compile.ts'

const root = join(import.meta.dirname, '..', '..')
const older = findOlderRelease()
const ts: typeof Compiler = createRequire(import.meta.url)(join(dirname(older.tsc), '..', 'lib', 'typescript.js'))

export interface Editor {
  /** Returns what an editor shows for the name that stands before `|` in a text of the file: its type and its documentation. */
  hover(text: string): string
}

function findOlderRelease(): (typeof compilers)[number][1] {
  const found = compilers[1]?.[1]
  if (found === undefined) throw new Error('there is no older release of TypeScript')
  return found
}

/** Opens one file of the project. */
export function openInEditor(file: string): Editor {
  const path = join(root, file)
  const service = createService(path)
  const source = readFileSync(path, 'utf8')
  return {
    hover(text) {
      const found = source.indexOf(text.replace('|', ''))
      if (found < 0) throw new Error(`${file} has no ${text}`)
      const info = service.getQuickInfoAtPosition(path, found + text.indexOf('|') - 1)
      const tags = (info?.tags ?? []).filter(({ name }) => name !== 'example')
      const parts = [info?.displayParts, info?.documentation, ...tags.map((tag) => tag.text)]
      return parts
        .map((part) => ts.displayPartsToString(part))
        .filter(Boolean)
        .join('\n')
    },
  }
}

/** Returns the names of the functions that a file exports, and for each whether it is asynchronous. */
export function listFunctions(file: string): Map<string, { isAsync: boolean }> {
  const program = createService(join(root, file)).getProgram()
  const checker = program?.getTypeChecker()
  const source = program?.getSourceFile(join(root, file))
  const module = source && checker?.getSymbolAtLocation(source)
  if (!checker || !module) throw new Error(`${file} is no module`)
  return listMembers(checker, checker.getExportsOfModule(module))
}

/** Returns the same for the methods of a type that a file exports. */
export function listMethods(file: string, type: string): Map<string, { isAsync: boolean }> {
  const program = createService(join(root, file)).getProgram()
  const checker = program?.getTypeChecker()
  const source = program?.getSourceFile(join(root, file))
  const module = source && checker?.getSymbolAtLocation(source)
  const exported = module && checker?.getExportsOfModule(module).find(({ name }) => name === type)
  if (!checker || !exported) throw new Error(`${file} exports no ${type}`)
  return listMembers(checker, checker.getDeclaredTypeOfSymbol(resolveAlias(checker, exported)).getProperties())
}

function listMembers(checker: Compiler.TypeChecker, symbols: readonly Compiler.Symbol[]) {
  const functions = symbols.flatMap((symbol) => {
    const type = checker.getTypeOfSymbol(resolveAlias(checker, symbol))
    const results = type.getCallSignatures().map((signature) => checker.typeToString(signature.getReturnType()))
    return results.length === 0
      ? []
      : [[symbol.name, { isAsync: results.some((text) => /^(?:Promise|Async)/.test(text)) }] as const]
  })
  return new Map(functions)
}

function resolveAlias(checker: Compiler.TypeChecker, symbol: Compiler.Symbol): Compiler.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function createService(path: string): Compiler.LanguageService {
  const { options } = ts.convertCompilerOptionsFromJson({ ...readProjectOptions(older), types: [] }, root)
  return ts.createLanguageService({
    getCompilationSettings: () => ({ ...options, noEmit: true, allowImportingTsExtensions: true }),
    getScriptFileNames: () => [path],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) =>
      ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
}
