// Finds names of files in comments and documents, and those among them that no file has.
import { posix } from 'node:path'
import { commentsIn, withoutFences } from './comments.ts'
import type { Source } from './modules.ts'
import { lineAt } from './project.ts'

/** A name of a file where it stands. */
export interface NamedFile {
  readonly file: string
  readonly line: number
  readonly name: string
}

/**
 * The names of files in a source or a document.
 *
 * - In a source: every word of a comment that ends like a file of this project. Code blocks in comments belong to users.
 * - In a document: the same in inline code, and the relative targets of links. `.json` and `.js` files belong to users.
 */
export function namesIn(source: Source): NamedFile[] {
  return source.file.endsWith('.md') ? namesInDocument(source) : namesInComments(source)
}

/** True if a file has the name: by its base name, by its path from the root or from the naming file, or by the path's end. */
export function isKnown({ file, name }: NamedFile, files: readonly string[]): boolean {
  const source = name.replace(/^dist\/(?:node\/)?(.*?)(?:\.d)?\.[jt]s$/, 'src/$1.ts') // what is built has its source
  const fromFolder = posix.join(posix.dirname(file), source)
  const pattern = patternOf(source.replace(/^(?:\.{1,2}\/)+/, ''))
  return files.some((each) => each === fromFolder || pattern.test(each))
}

function namesInComments(source: Source): NamedFile[] {
  return commentsIn(source).flatMap(({ line, text }) =>
    withoutFences(text)
      .split('\n')
      .flatMap((words, index) =>
        fileWords(words, /\.(?:tsx?|m[tj]s|js|md|json)$/).map((name) => ({ line: line + index, name })),
      )
      .map((named) => ({ file: source.file, ...named })),
  )
}

function namesInDocument({ file, text }: Source): NamedFile[] {
  const prose = withoutFences(text)
  const inCode = Array.from(prose.matchAll(/`([^`]+)`/g), ({ 1: code = '', index }) =>
    fileWords(code, /\.(?:tsx?|mjs|md)$/).map((name) => ({ index, name })),
  ).flat()
  const linked = Array.from(prose.matchAll(/\]\(([^)\s#]+)/g), ({ 1: target = '', index }) => ({ index, name: target }))
  return [...inCode, ...linked.filter(({ name }) => !/^[a-z]+:/.test(name))].map(({ index, name }) => ({
    file,
    line: lineAt(prose, index),
    name,
  }))
}

/** The words with one of the endings, without quotes, brackets and punctuation around them; addresses on the web are none. */
function fileWords(text: string, ending: RegExp): string[] {
  const words = text.replace(/\w+:\/\/\S+/g, '').match(/[\w@./*[\]$-]+/g) ?? []
  return words.map((word) => word.replace(/[.]+$/, '')).filter((word) => ending.test(word) && !/^\.[\w.]+$/.test(word))
}

/** `*.node.ts` means any file with that ending, `src/*.ts` any file in that folder. */
function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const glob = escaped.replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))
  return new RegExp(`(?:^|/)${glob}$`)
}
