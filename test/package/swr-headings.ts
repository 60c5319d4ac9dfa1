// Compares the headings of SWR's documentation with the tests of them and with the table of differences in a document.
import type { Title } from './behaviours.ts'

type Headings = Readonly<Record<string, readonly string[]>>

export interface Evidence {
  /** The titles of the tests by page. */
  readonly tests: Readonly<Record<string, readonly Title[]>>
  /** The rows of the table of differences: page, heading, difference, reason. */
  readonly differences: readonly (readonly string[])[]
}

/** What is missing or unknown. `introductions` promise nothing, so they need neither a test nor a row. */
export function wrongHeadings(pages: Headings, introductions: Headings, { tests, differences }: Evidence): string[] {
  const isListed = (page: string, heading: string) => differences.some((row) => row[0] === page && row[1] === heading)
  const isTested = (page: string, heading: string) =>
    tests[page]?.some(({ text }) => text.startsWith(`${heading}: `)) === true
  return [
    ...Object.entries(pages).flatMap(([page, headings]) =>
      headings
        .filter((heading) => !introductions[page]?.includes(heading))
        .filter((heading) => !isTested(page, heading) && !isListed(page, heading))
        .map((heading) => `${page}: '${heading}' has neither a test nor a row in the table of differences`),
    ),
    ...Object.entries(introductions).flatMap(([page, headings]) =>
      headings
        .filter((heading) => !pages[page]?.includes(heading) || isTested(page, heading) || isListed(page, heading))
        .map((heading) => `${page}: '${heading}' is no introduction`),
    ),
    ...Object.entries(tests).flatMap(([page, titles]) =>
      titles
        .filter(({ text }) => !pages[page]?.some((heading) => text.startsWith(`${heading}: `)))
        .map(({ file, line, text }) => `${file}:${line}: '${text}' begins with no heading of the page`),
    ),
    ...differences.flatMap(([page = '', heading = '', difference = '', reason = '']) => [
      ...(pages[page]?.includes(heading) ? [] : [`the table of differences: '${page}', '${heading}' is no heading`]),
      ...(difference && reason ? [] : [`the table of differences: '${page}', '${heading}' has an empty cell`]),
    ]),
  ]
}
