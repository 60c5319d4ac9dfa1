import { parseSync } from 'vite'
import type { Source } from './modules.ts'
import { lineAt } from './project.ts'

/** A comment without its delimiters, and the line where it begins. */
export interface Comment {
  readonly line: number
  readonly text: string
}

export function commentsIn({ file, text }: Source): Comment[] {
  const { comments, errors } = parseSync(file, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`)
  return comments.map(({ value, start }) => ({ line: lineAt(text, start), text: value }))
}

/** A text in which the lines of fenced code blocks are empty, so that its other lines keep their numbers. */
export function withoutFences(text: string): string {
  let isFenced = false
  const keep = (line: string): string => {
    const isFence = /^[\s*]*(```|~~~)/.test(line)
    if (isFence) isFenced = !isFenced
    return isFence || isFenced ? '' : line
  }
  return text.split('\n').map(keep).join('\n')
}
