import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A release of TypeScript: its `tsc`, and the options of the project that it does not know. */
export interface Compiler {
  readonly tsc: string
  readonly unknownOptions: readonly string[]
}

const newest: Compiler = { tsc: join(root, 'node_modules', 'typescript', 'bin', 'tsc'), unknownOptions: [] }

/** The newest release, and an older one, which a package of this project brings. */
export const compilers: readonly [name: string, compiler: Compiler][] = [
  ['the newest TypeScript', newest],
  [
    'an older TypeScript',
    { tsc: findOlderCompiler(), unknownOptions: ['erasableSyntaxOnly', 'rewriteRelativeImportExtensions'] },
  ],
]

function findOlderCompiler(): string {
  const requireHere = createRequire(import.meta.url)
  const { resolve } = createRequire(requireHere.resolve('@arethetypeswrong/core'))
  return join(resolve('typescript/package.json'), '..', 'bin', 'tsc')
}

/** The two standards of decorators, as compiler options. */
export const decoratorStandards: readonly [name: string, options: Record<string, boolean>][] = [
  ['the standard decorators', { experimentalDecorators: false }],
  ['experimentalDecorators', { experimentalDecorators: true }],
]

export interface CompileResult {
  /** The messages of the compiler. Empty if it found no error. */
  readonly output: string
  /** The directory of the compiled files. It has the folders of the project. */
  readonly dir: string
}

/** Compiles one file of the project with the project's compiler options, into a new temporary directory. */
export function compile(file: string, options: Record<string, unknown>, compiler: Compiler = newest): CompileResult {
  const dir = mkdtempSync(join(tmpdir(), 'cachetta-compiled-'))
  const compilerOptions = {
    ...readProjectOptions(compiler),
    noEmit: false,
    declaration: false,
    isolatedDeclarations: false,
    rootDir: root,
    outDir: dir,
    typeRoots: [join(root, 'node_modules', '@types')],
    ...options,
  }
  const config = { compilerOptions, include: [], files: [join(root, file)] }
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
  return { output: runCompiler(compiler, dir), dir }
}

/** Compiles one file without output. Returns the messages about the file itself. */
export function findErrors(file: string, compiler: Compiler): string[] {
  const options = { noEmit: true, allowImportingTsExtensions: true }
  const { output, dir } = compile(file, options, compiler)
  rmSync(dir, { recursive: true })
  const messages = output.split(/^(?=\S)/m).map((message) => message.trim())
  return messages.filter((message) => message !== '' && !message.startsWith('src/'))
}

export function readProjectOptions({ unknownOptions }: Compiler): Record<string, unknown> {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const known = Object.entries(compilerOptions).filter(([name]) => !unknownOptions.includes(name))
  return { ...Object.fromEntries(known), paths: fromRoot(compilerOptions.paths) }
}

/** The compiler takes them from the directory of its configuration, which is another one here. */
function fromRoot(paths: Record<string, readonly string[]>): Record<string, readonly string[]> {
  const entries = Object.entries(paths).map(([name, files]) => [name, files.map((file) => join(root, file))])
  return Object.fromEntries(entries)
}

function runCompiler({ tsc }: Compiler, dir: string): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', dir, '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
