import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Source } from './modules.ts'

export const root: string = join(import.meta.dirname, '..', '..')

const generated = ['node_modules', 'dist', 'build', 'coverage']

/** Every file of the project by its path from the root, with slashes. Leaves out what a tool wrote or installed. */
export function projectFiles(folder = ''): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    const isLeftOut = generated.includes(entry.name) || (entry.name.startsWith('.') && entry.name !== '.storybook')
    return isLeftOut ? [] : projectFiles(path)
  })
}

export function readSource(file: string): Source {
  return { file, text: readFileSync(join(root, file), 'utf8') }
}

/** The TypeScript files of src/. */
export function sourcesOfPackage(): Source[] {
  return projectFiles('src')
    .filter((file) => /\.tsx?$/.test(file))
    .map(readSource)
}

/** The line of an offset in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
