import process from 'node:process'
import type { WriteStream } from 'node:tty'
import type { CacheFiles } from '../cache-files.ts'
import type { Report } from '../report.ts'
import type { Scenario } from '../scenarios/run-scenarios.ts'
import { createPaint } from './paint.ts'
import { formatScenarios } from './scenario-table.ts'
import { formatDuplicates, formatFiles, formatLargest, formatLicences, formatTotals } from './summary.ts'

/** Everything that the program prints at the end. */
export interface Output {
  readonly scenarios: readonly Scenario[]
  readonly warnings: readonly string[]
  readonly files: CacheFiles
  readonly report: Report
}

type Stream = Pick<NodeJS.WritableStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>>

/** The width of a table in a file or a pipe. */
const DEFAULT_WIDTH = 100

/** Prints tables for a person: the report, the source of each answer, the files of the cache. */
export function printTables({ scenarios, files, report }: Output, stream: Stream): void {
  const paint = createPaint(stream)
  const width = stream.columns ?? DEFAULT_WIDTH
  const printSection = (title: string, lines: readonly string[]) => {
    stream.write(`\n${paint.bold(title)}\n\n${lines.map((each) => `  ${each}`.trimEnd()).join('\n')}\n`)
  }
  printSection('Largest packages', [...formatLargest(report, width - 2), '', formatTotals(report)])
  printSection('Duplicate packages', formatDuplicates(report.duplicates))
  printSection('Licences', formatLicences(report.licences))
  printSection('Source of each answer', formatScenarios(scenarios, width - 2))
  printSection('Cache files', formatFiles(files, process.cwd()))
}

/** Prints the same as one JSON document, for a program. */
export function printJson(output: Output, stream: Stream): void {
  stream.write(`${JSON.stringify(output, null, 2)}\n`)
}
