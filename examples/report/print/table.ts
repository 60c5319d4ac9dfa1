/** A column of a table. A numeric column is aligned to the right. */
export interface Column {
  readonly heading: string
  readonly isNumeric?: boolean
}

type Row = readonly string[]

const GAP = 2

/** The minimum width of the first column. */
const MIN_FIRST_WIDTH = 24

/**
 * The lines of a table. If the table is too wide, its first column becomes narrower. If that is not enough, each row becomes a
 * paragraph.
 */
export function formatTable(columns: readonly Column[], rows: readonly Row[], width: number): string[] {
  const [first = 0, ...others] = columns.map(({ heading }, index) => {
    return Math.max(heading.length, ...rows.map((row) => getCell(row, index).length))
  })
  const available = width - others.reduce((sum, each) => sum + each + GAP, 0)
  if (available < Math.min(first, MIN_FIRST_WIDTH)) return formatParagraphs(columns, rows)
  return formatColumns(columns, rows, [Math.min(first, available), ...others])
}

function formatColumns(columns: readonly Column[], rows: readonly Row[], widths: readonly number[]): string[] {
  const formatLine = (cells: Row) => {
    const padded = columns.map(({ isNumeric }, index) => {
      const size = widths[index] ?? 0
      const text = shorten(getCell(cells, index), size)
      return isNumeric ? text.padStart(size) : text.padEnd(size)
    })
    return padded.join(' '.repeat(GAP)).trimEnd()
  }
  const head = [columns.map(({ heading }) => heading), widths.map((each) => '─'.repeat(each))]
  return [...head, ...rows].map(formatLine)
}

/** A row with an empty first cell continues the paragraph before it. */
function formatParagraphs(columns: readonly Column[], rows: readonly Row[]): string[] {
  return rows.flatMap((row, position) => {
    const title = getCell(row, 0)
    const head = title === '' ? [] : position === 0 ? [title] : ['', title]
    const body = columns.slice(1).map(({ heading }, index) => ({ heading, text: getCell(row, index + 1) }))
    return [...head, ...body.filter(({ text }) => text !== '').map(({ heading, text }) => `  ${heading}: ${text}`)]
  })
}

function shorten(text: string, size: number): string {
  return text.length <= size ? text : `${text.slice(0, size - 1)}…`
}

function getCell(row: Row, index: number): string {
  return row[index] ?? ''
}
