import type { WriteStream } from 'node:tty'

/** Gives text a look where the stream can show it, and leaves it alone where not. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  warning(text: string): string
}

/** Asks the terminal, which knows `NO_COLOR`, `FORCE_COLOR` and `TERM`; a pipe or a file gets plain text. */
export function createPaint(stream: Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>): Paint {
  const hasColours = stream.isTTY === true && stream.hasColors?.() === true
  const style = (on: number, off: number) => (text: string) => (hasColours ? `\x1b[${on}m${text}\x1b[${off}m` : text)
  return { bold: style(1, 22), dim: style(2, 22), good: style(32, 39), warning: style(33, 39) }
}
