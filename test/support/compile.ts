import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

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
export function compile(file: string, options: Record<string, unknown>): CompileResult {
  const dir = mkdtempSync(join(tmpdir(), 'cachetta-compiled-'))
  const compilerOptions = {
    noEmit: false,
    declaration: false,
    isolatedDeclarations: false,
    rootDir: root,
    outDir: dir,
    typeRoots: [join(root, 'node_modules', '@types')],
    ...options,
  }
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files: [join(root, file)] }
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
  return { output: runCompiler(dir), dir }
}

function runCompiler(dir: string): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', dir, '--pretty', 'false'], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
