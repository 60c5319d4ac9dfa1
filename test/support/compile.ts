import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** The two standards of decorators, as options of the compiler. */
export const decoratorStandards: readonly [name: string, options: Record<string, boolean>][] = [
  ['the standard decorators', { experimentalDecorators: false }],
  ['experimentalDecorators', { experimentalDecorators: true }],
]

export interface Compiled {
  /** What the compiler has to say; empty where it is content. */
  readonly says: string
  /** Where the output lies, in the folders of the project. */
  readonly dir: string
}

/** Compiles one file of the project, as strictly as the project itself, into a new directory under the system's temporary one. */
export function compile(file: string, options: Record<string, unknown>): Compiled {
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
  return { says: compilerSays(dir), dir }
}

function compilerSays(dir: string): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', dir, '--pretty', 'false'], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
