import type { WriteStream } from 'node:tty'

/** Adds style to text. Returns the text unchanged if the stream shows no colours. */
export interface Paint {
  bold(text: string): string
  warning(text: string): string
}

/** Asks the terminal, which reads `NO_COLOR`, `FORCE_COLOR` and `TERM`. A pipe or a file gets plain text. */
export function createPaint(stream: Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>): Paint {
  const hasColours = stream.isTTY === true && stream.hasColors?.() === true
  const createStyle = (on: number, off: number) => (text: string) =>
    hasColours ? `\x1b[${on}m${text}\x1b[${off}m` : text
  return { bold: createStyle(1, 22), warning: createStyle(33, 39) }
}
