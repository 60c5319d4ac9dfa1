// Makes the code blocks of documents executable: one module for each, with a function that runs the block.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Example } from './examples.ts'
import { root } from './project.ts'

/** A block, and the file of its module. */
export interface RunnableBlock {
  readonly block: Example
  readonly file: string
}

/** Compiles the blocks into a folder of `.cache/`. Decorators and JSX become plain JavaScript. */
export function compileBlocks(blocks: readonly Example[]): {
  readonly folder: string
  readonly runnable: RunnableBlock[]
} {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'documents-'))
  const compilerOptions = {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    rootDir: '.',
    outDir: 'compiled',
    // The types are checked by documents.test.ts. Here each block is only translated.
    noCheck: true,
    noResolve: true,
    types: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.tsx'] }))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [index, { code }] of blocks.entries()) writeFileSync(join(folder, `${index}.tsx`), toModule(code))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stdout)
  const runnable = blocks.map((block, index) => ({
    block,
    file: join(folder, 'compiled', `${index}.js`),
  }))
  return { folder, runnable }
}

function toModule(code: string): string {
  const isImport = /^import .*$|^declare module [\s\S]*?^\}$/gm
  const imports = code.match(isImport) ?? []
  const body = code.replace(isImport, '').replaceAll(/^export (?:default )?/gm, '')
  return `${imports.join('\n')}\nexport default async function run() {\n${body}\nreturn null\n}\n`
}
