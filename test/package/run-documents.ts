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

/**
 * Compiles the blocks into a folder of `.cache/`. Decorators and JSX become plain JavaScript. `toModule` returns the text of a
 * module for the code of a block.
 */
export function compileBlocks(
  blocks: readonly Example[],
  toModule: (code: string) => string = toFunction,
): {
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

/** The module of a block without components: its default export runs the block. */
function toFunction(code: string): string {
  const { imports, body } = splitImports(code)
  return `${imports}\nexport default async function run() {\n${body}\nreturn null\n}\n`
}

/**
 * The module of a block with components or hooks: its default export is a component. What comes after the last hook runs in an effect
 * and is passed to `onRun`, together with the functions that the block declares. A render does not await.
 */
export function toComponent(code: string): string {
  const { imports, body } = splitImports(code)
  const names = Array.from(
    body.matchAll(/^(?:async )?function (\w+)|^const (\w+) = (?:async )?\(/gm),
    ([, one, other]) => one ?? other,
  )
  const paragraphs = body.split(/\n{2,}(?=\S)/)
  const count =
    paragraphs.findLastIndex((paragraph) => /^(?!function)\S*.*\buse[A-Z]\w*[<(]/m.test(dropFunctions(paragraph))) + 1
  const inRender = paragraphs
    .slice(0, count)
    .join('\n')
    .replaceAll(/^await /gm, 'void ')
  const inEffect = paragraphs.slice(count).join('\n')
  return `${imports}
import { useEffect as useEffectOfTest } from 'react'
export default function Example({ onRun }) {
${inRender}
useEffectOfTest(() => onRun((async () => {
${inEffect}
return { ${names.join(', ')} }
})()), [])
return null
}
`
}

/** Hooks in the components of a block are not hooks of the block. */
function dropFunctions(paragraph: string): string {
  return paragraph.replaceAll(/^(?:async )?function [\s\S]*?^\}/gm, '')
}

function splitImports(code: string): { readonly imports: string; readonly body: string } {
  const isImport = /^import .*$|^declare module [\s\S]*?^\}$/gm
  return {
    imports: (code.match(isImport) ?? []).join('\n'),
    body: code
      .replace(isImport, '')
      .replaceAll(/^export (?:default )?/gm, '')
      .trim(),
  }
}
