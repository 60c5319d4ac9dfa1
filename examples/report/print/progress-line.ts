import type { WriteStream } from 'node:tty'
import type { Progress } from '../cached-report.ts'
import { formatBytes } from './format.ts'

/** Shows the progress of a computation: one line that changes on a terminal, otherwise a new line every two seconds. */
export interface ProgressLine {
  show(progress: Progress): void
  /** Prints a line that stays. */
  print(line: string): void
  /** Removes the line that changes. */
  clear(): void
}

export type Output = Pick<NodeJS.WritableStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>

const ERASE_LINE = '\r\x1b[2K'
const PLAIN_LINE_INTERVAL_MS = 2_000

export function createProgressLine(output: Output, now: () => number = () => performance.now()): ProgressLine {
  let isShown = false
  let lastPlainAt = now()
  const clear = () => {
    if (isShown) output.write(ERASE_LINE)
    isShown = false
  }

  return {
    show(progress) {
      const text = `  ${formatProgress(progress)}`
      if (output.isTTY) {
        clear()
        output.write(text.slice(0, (output.columns ?? 80) - 1))
        isShown = true
      } else if (now() - lastPlainAt >= PLAIN_LINE_INTERVAL_MS) {
        lastPlainAt = now()
        output.write(`${text}\n`)
      }
    },
    print(line) {
      clear()
      lastPlainAt = now()
      output.write(`${line}\n`)
    },
    clear,
  }
}

export const silentProgressLine: ProgressLine = { show: () => {}, print: () => {}, clear: () => {} }

function formatProgress({ done, total, bytes }: Progress): string {
  return `measured ${done} of ${total} packages, read ${formatBytes(bytes)}`
}
