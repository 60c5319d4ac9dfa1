import type { WriteStream } from 'node:tty'
import type { Progress } from '../cached-report.ts'
import { bytesInWords } from './words.ts'

/** Says how far a computation is: one line that changes on a terminal, a plain line now and then elsewhere. */
export interface ProgressLine {
  show(progress: Progress): void
  /** Writes a line that stays. */
  say(line: string): void
  /** Leaves nothing of the line that changes. */
  clear(): void
}

export type Output = Pick<NodeJS.WritableStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

const ERASE_LINE = '\r\x1b[2K'
const PLAIN_LINE_EVERY_MS = 2_000

export function createProgressLine(output: Output, now: () => number = () => performance.now()): ProgressLine {
  let isShown = false
  let lastPlain = now()
  const clear = () => {
    if (isShown) output.write(ERASE_LINE)
    isShown = false
  }

  return {
    show(progress) {
      const text = `  ${progressInWords(progress)}`
      if (output.isTTY) {
        clear()
        output.write(text.slice(0, (output.columns ?? 80) - 1))
        isShown = true
      } else if (now() - lastPlain >= PLAIN_LINE_EVERY_MS) {
        lastPlain = now()
        output.write(`${text}\n`)
      }
    },
    say(line) {
      clear()
      lastPlain = now()
      output.write(`${line}\n`)
    },
    clear,
  }
}

export const silentProgressLine: ProgressLine = { show: () => {}, say: () => {}, clear: () => {} }

function progressInWords({ done, total, bytes }: Progress): string {
  return `measured ${done} of ${total} packages, ${bytesInWords(bytes)} read`
}
