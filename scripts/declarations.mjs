// Selects the declarations that users need, those that a door leads to, and completes what the compiler wrote, for resolutions that
// cannot use it as it is:
//
//     moduleResolution node10                 does not know `#names`: they become paths
//     moduleResolution node16, from CommonJS  takes a `.d.ts` of this package for an ES module, which `require` cannot load: a door
//                                             with `types: { require }` in package.json gets this `.d.cts`, with the same types
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from './frame.mjs'
import { doors, platformSources } from './sources.mjs'

/** Copies the declarations that the doors lead to, and completes them. */
export function copyDeclarations(from, outDir) {
  const files = new Set(Object.values(doors).map(toDeclaration))
  for (const file of files) {
    for (const imported of listImports(from, file)) files.add(imported)
    cpSync(join(from, file), join(outDir, file))
  }
  completeDeclarations(outDir)
}

function listImports(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8')
  const names = [...text.matchAll(/(?:from |import\()'([#.][^']+)'/g)].map(([, name]) => name)
  return names.map((name) =>
    toDeclaration(name.startsWith('#') ? findTypedSource(name) : posix.join(posix.dirname(file), name)),
  )
}

/** The path of the declarations of a source, or of a file that an import names. */
function toDeclaration(source) {
  return source.replace(/^src\//, '').replace(/\.(?:tsx?|js)$/, '.d.ts')
}

/** The source that a `#name` leads to where it is available: the one for Node if there is one, else the one for browsers. */
function findTypedSource(name) {
  return platformSources[name].find((source) => !/\.unavailable\.ts$/.test(source))
}

function completeDeclarations(outDir) {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const file of listDeclarations(outDir)) replaceNames(outDir, file)
  for (const door of Object.values(exports)) {
    const declaration = door.types?.require
    if (declaration === undefined) continue
    const name = posix.basename(declaration, '.d.cts')
    writeFileSync(join(outDir, `${name}.d.cts`), declareForCommonJs(outDir, name))
  }
}

function listDeclarations(outDir) {
  return readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))
}

/** Replaces `'#file-store'` by the path of the module that Node gets, or the browser if Node gets none. */
function replaceNames(outDir, file) {
  const path = join(outDir, file)
  const text = readFileSync(path, 'utf8')
  const replaced = text.replaceAll(/(?<=from ')#[\w-]+(?=')/g, (name) => {
    const relative = posix.relative(posix.join('src', dirname(file).replaceAll('\\', '/')), findTypedSource(name))
    return relative.startsWith('.') ? relative : `./${relative}`
  })
  if (replaced !== text) writeFileSync(path, replaced)
}

/** Returns the text of a door's `.d.cts`. */
function declareForCommonJs(outDir, door) {
  const names = listExports(outDir, `${door}.d.ts`)
  const from = `from './${door}.js' with { 'resolution-mode': 'import' }`
  const types = names.filter(({ isType }) => isType).map(({ name }) => name)
  const values = names.filter(({ isType }) => !isType).map((each) => declareValue(outDir, each))
  return [`import type * as door ${from};`, `export type { ${types.join(', ')} } ${from};`, ...values, ''].join('\n')
}

/** A door has only named re-exports: each is a list of names in braces, and a file. */
function listExports(outDir, file) {
  const text = readFileSync(join(outDir, file), 'utf8')
  return [...text.matchAll(/export (type )?\{([^}]*)\} from '(.*)'/g)].flatMap(([, type, list, from]) =>
    list.split(',').flatMap((item) => {
      const [, own, source, alias] = /^\s*(type )?(\w+)(?: as (\w+))?\s*$/.exec(item) ?? []
      const name = alias ?? source
      return name ? [{ name, source, isType: Boolean(type || own), file: from.replace(/\.tsx?$/, '.d.ts') }] : []
    }),
  )
}

/** A class, and a value with a type of the same name, is declared as both. The comment is what editors show. */
function declareValue(outDir, { name, source, file }) {
  if (name === 'default') return 'declare const main: typeof door.default;\nexport { main as default };'
  const text = readFileSync(join(outDir, file), 'utf8')
  const comment = new RegExp(`/\\*\\*(?:(?!\\*/)[^])*\\*/\\n(?=export declare (?:const|function|class) ${source}\\b)`)
  const [docs = ''] = comment.exec(text) ?? []
  const type = new RegExp(`(?:class|type|interface) ${source}\\b(<[^>]*>)?`).exec(text)
  const value = `${docs}export declare const ${name}: typeof door.${name};`
  if (type === null) return value
  const [, parameters = ''] = type
  const args = parameters.replaceAll(/\s*=[^,>]*|\s+extends[^,>=]*/g, '')
  return `${value}\nexport type ${name}${parameters} = door.${name}${args};`
}
