// Writes everything that is made of the file of results: the document, its plots, and the tables of other documents.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { excerpts, replaceExcerpt } from './excerpts.mjs'
import { formatDocument, selectMeasured } from './markdown.mjs'
import { drawGrowth } from './plots/growth.mjs'
import { drawRatios } from './plots/ratios.mjs'

export { findGaps } from './verdict.mjs'

/** The file of results, from the root. */
export const resultsFile = 'bench/results.json'

/** The files by their paths from the root. `root` has the documents that hold a table. */
export function createFiles(root, sections, results) {
  const isGrowth = ({ title }) => title === 'Growth'
  const measured = (some) => some.flatMap(({ rows }) => selectMeasured(rows, results))
  const growth = measured(sections).flatMap((row) => row.growth ?? [])
  return {
    'docs/benchmark.md': formatDocument(sections, results),
    'docs/images/benchmark-ratios.svg': drawRatios(measured(sections.filter((section) => !isGrowth(section)))),
    'docs/images/benchmark-growth.svg': drawGrowth(growth),
    ...Object.fromEntries(
      excerpts.map(({ file, format }) => [
        file,
        replaceExcerpt(readFileSync(join(root, file), 'utf8'), format(results)),
      ]),
    ),
  }
}

/** Writes the files into a directory: the root of the repository, or another one to try it out. */
export function writeFiles(directory, files) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
}
