import process from 'node:process'
import type { WriteStream } from 'node:tty'
import type { CacheFiles } from '../cache-files.ts'
import type { Report } from '../report.ts'
import type { Scene } from '../stage/scenes.ts'
import { createPaint } from './paint.ts'
import { storyLines } from './story.ts'
import { duplicateLines, fileLines, largestLines, licenceLines, totalsLine } from './summary.ts'

/** All there is to tell at the end. */
export interface Told {
  readonly scenes: readonly Scene[]
  readonly warnings: readonly string[]
  readonly files: CacheFiles
  readonly report: Report
}

type Output = Pick<NodeJS.WritableStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>>

const WIDTH_OF_A_FILE = 100

/** For people: the report first, then where its answers came from, then where they lie. */
export function printPages({ scenes, files, report }: Told, output: Output): void {
  const paint = createPaint(output)
  const width = output.columns ?? WIDTH_OF_A_FILE
  const page = (title: string, lines: readonly string[]) => {
    output.write(`\n${paint.bold(title)}\n\n${lines.map((each) => `  ${each}`.trimEnd()).join('\n')}\n`)
  }
  page('The largest packages', [...largestLines(report, width - 2), '', totalsLine(report)])
  page('Installed more than once', duplicateLines(report.duplicates))
  page('Licences', licenceLines(report.licences))
  page('Where the answers came from', storyLines(scenes, width - 2))
  page('Where they lie', fileLines(files, process.cwd()))
}

/** For machines: the same as one JSON document. */
export function printDocument(told: Told, output: Output): void {
  output.write(`${JSON.stringify(told, null, 2)}\n`)
}
