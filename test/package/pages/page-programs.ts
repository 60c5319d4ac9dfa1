// Writes the code blocks of a document into files, so that a test imports them as their users run them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformWithOxc } from 'vite'
import { afterAll } from 'vitest'
import { blocksIn, programNameOf } from '../examples.ts'
import { readSource, root } from '../project.ts'

/** The programs of a page: the blocks whose first line names their file, `// report.ts`. */
export interface PagePrograms {
  /** The directory of the files, for what the programs write. It is removed after the tests. */
  readonly folder: string
  readonly names: readonly string[]
  /** Returns the absolute path of a program. */
  fileOf(name: string): string
  /** Translates a program to JavaScript for a process of Node, in which `cachetta` is dist/. Returns the absolute path. */
  compile(name: string): Promise<string>
}

/**
 * Call it at the top of a test file. `standIns` are modules that are not installed here, and the files in this folder that replace
 * them.
 */
export function writePrograms(document: string, standIns: Readonly<Record<string, string>> = {}): PagePrograms {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'page-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const programs = blocksIn(readSource(document)).flatMap(({ code }) => {
    const name = programNameOf(code)
    return name === undefined ? [] : [{ name, code }]
  })
  for (const { name, code } of programs) writeFileSync(join(folder, name), withStandIns(code, standIns))
  const fileOf = (name: string): string => {
    if (programs.every((program) => program.name !== name)) throw new Error(`${document} has no program ${name}`)
    return join(folder, name)
  }
  return {
    folder,
    names: programs.map(({ name }) => name),
    fileOf,
    async compile(name) {
      const file = fileOf(name)
      const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file)
      const compiled = file.replace(/tsx?$/, 'mjs')
      writeFileSync(compiled, code)
      return compiled
    },
  }
}

function withStandIns(code: string, standIns: Readonly<Record<string, string>>): string {
  return code.replace(/(?<= from ')[^']+(?=')/g, (name) => {
    const file = standIns[name]
    return file === undefined ? name : join(import.meta.dirname, file)
  })
}
