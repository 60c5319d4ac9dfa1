// The code of `@example` tags and of documents, and what the compiler says of it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Doc } from './declarations.ts'
import type { Source } from './modules.ts'
import { lineAt, root } from './project.ts'

/** Code that users read, and the line where it stands. */
export interface Example {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** The code blocks of every `@example`. A block without the tag is no example. */
export function examplesIn({ file, line, lines }: Doc): Example[] {
  const found: Example[] = []
  let isExample = false
  let code: string[] | undefined
  for (const [index, text] of lines.entries()) {
    const isFence = text.trimStart().startsWith('```')
    if (code && isFence) {
      if (isExample) found.push({ file, line: line + index - code.length, code: code.join('\n') })
      code = undefined
    } else if (code) code.push(text)
    else if (isFence) code = []
    else if (/^\s*@\w/.test(text)) isExample = text.trimStart().startsWith('@example')
  }
  return found
}

/** The TypeScript blocks of a document. */
export function blocksIn({ file, text }: Source): Example[] {
  return Array.from(text.matchAll(/^```tsx?\n(.*?)\n```$/gms), ({ 1: code = '', index }) => ({
    file,
    line: lineAt(text, index) + 1,
    code,
  }))
}

/** The name of the program that a block is: its first line is `// report.ts`. Other blocks are parts of a program. */
export function programNameOf(code: string): string | undefined {
  return /^\/\/ ([\w.-]+\.tsx?)$/m.exec(code.split('\n', 1)[0] ?? '')?.[1]
}

/**
 * The compiler's complaints about examples, each with its place in the source. Every example is a module of its own, so it
 * imports what it uses, by the names that users write: `cachetta`, `cachetta/react`. What stands for a program around the
 * example is declared in fixtures/examples.d.ts. A document leaves imports out: what its blocks use is in fixtures/documents.d.ts.
 */
export function compileExamples(examples: readonly Example[], program: string = 'examples.d.ts'): string[] {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'examples-'))
  try {
    const include = ['*.tsx', `../../test/package/fixtures/${program}`]
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...settings, include }))
    for (const [index, example] of examples.entries())
      writeFileSync(join(folder, `${index}.tsx`), moduleOf(example, examples))
    return runCompiler(folder).map((complaint) => inSource(complaint, examples))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As strict as the project, except that an example may leave what it shows unused. */
const settings = {
  extends: '../../tsconfig.json',
  compilerOptions: {
    moduleDetection: 'force',
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedDeclarations: false,
    declaration: false,
  },
  exclude: [],
}

/** The line of the code in its file is its line in the source. A program may import another one of the same document. */
function moduleOf({ file, line, code }: Example, examples: readonly Example[]): string {
  const linked = code.replace(/(?<= from ')\.\/([\w.-]+\.tsx?)(?=')/g, (path, name: string) => {
    const index = examples.findIndex((other) => other.file === file && programNameOf(other.code) === name)
    return index < 0 ? path : `./${index}.tsx`
  })
  return `${'\n'.repeat(line - 1)}${linked}\n`
}

function runCompiler(folder: string): string[] {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return []
  // The lines that explain an error are indented.
  const complaints = `${stdout}${stderr}`.split(/\n(?=\S)/).filter((lines) => lines.includes('error TS'))
  return complaints.length > 0 ? complaints : [`the compiler ended with ${status}: ${stdout}${stderr}`]
}

function inSource(complaint: string, examples: readonly Example[]): string {
  return complaint
    .trimEnd()
    .replace(/^\.cache\/examples-\w+\/(\d+)\.tsx/, (path, index) => examples[Number(index)]?.file ?? path)
}
