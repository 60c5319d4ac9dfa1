// Writes to the two streams of the command. Results go to stdout, and what is only for the person at the terminal goes to stderr.

import { styleText } from 'node:util'
import { countOf, escapeJson, formatCount } from './format.ts'
import type { Host, Output } from './process-host.ts'

type Style = Parameters<typeof styleText>[0]

export interface Printer {
  /** The columns of the terminal. `Infinity` if stdout is none. */
  readonly width: number
  style(style: Style, text: string): string
  /** Prints a line. Resolves when the stream takes more, so that memory does not grow if the reader is slow. */
  print(line: string): Promise<void>
  /** Prints one JSON object as a line. */
  printJson(value: Readonly<Record<string, unknown>>): Promise<void>
  /** Prints a line on stderr. */
  warn(line: string): Promise<void>
  /** Shows how far the command is, on a terminal. `total` may be unknown. */
  showProgress(done: number, total?: number): void
  hideProgress(): void
}

const progressIntervalMs = 100
const barWidth = 24

export function createPrinter({ stdout, stderr, env, now }: Host): Printer {
  const hasColours = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  let isProgressShown = false
  let shownAt = Number.NEGATIVE_INFINITY
  const hideProgress = (): void => {
    if (isProgressShown) stderr.write('\r\u001b[K')
    isProgressShown = false
  }
  const printTo = (stream: Output, line: string): Promise<void> => {
    hideProgress()
    return write(stream, `${line}\n`)
  }
  return {
    width: stdout.isTTY ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
    style: (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text),
    print: (line) => printTo(stdout, line),
    printJson: (value) => printTo(stdout, escapeJson(JSON.stringify(value))),
    warn: (line) => printTo(stderr, line),
    showProgress(done, total) {
      if (!stderr.isTTY || now() - shownAt < progressIntervalMs) return
      shownAt = now()
      isProgressShown = true
      stderr.write(`\r${describeProgress(done, total)}\u001b[K`)
    },
    hideProgress,
  }
}

/** Files that were written since they were counted make more than the total. */
function describeProgress(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return countOf(done, 'file')
  const part = Math.min(done / total, 1)
  const bar = '█'.repeat(Math.round(part * barWidth)).padEnd(barWidth, '░')
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${formatCount(done)} of ${formatCount(total)} files`
}

function write(stream: Output, text: string): Promise<void> {
  if (stream.write(text)) return Promise.resolve()
  return new Promise((resolve) => void stream.once('drain', resolve))
}
