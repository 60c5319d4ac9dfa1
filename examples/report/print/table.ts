/** A column: its heading, and whether figures stand in it, which line up at their right. */
export interface Column {
  readonly heading: string
  readonly figures?: boolean
}

type Row = readonly string[]

const GAP = 2

/** How far the first column gives way before a table gives up. */
const NARROWEST = 24

/** Lines of a table. Too wide, it shortens its first column; where that is not enough, each row becomes a paragraph. */
export function tableLines(columns: readonly Column[], rows: readonly Row[], width: number): string[] {
  const [first = 0, ...others] = columns.map(({ heading }, index) => {
    return Math.max(heading.length, ...rows.map((row) => cell(row, index).length))
  })
  const room = width - others.reduce((sum, each) => sum + each + GAP, 0)
  if (room < Math.min(first, NARROWEST)) return narrowLines(columns, rows)
  return wideLines(columns, rows, [Math.min(first, room), ...others])
}

function wideLines(columns: readonly Column[], rows: readonly Row[], widths: readonly number[]): string[] {
  const line = (cells: Row) => {
    const padded = columns.map(({ figures }, index) => {
      const size = widths[index] ?? 0
      const text = shortened(cell(cells, index), size)
      return figures ? text.padStart(size) : text.padEnd(size)
    })
    return padded.join(' '.repeat(GAP)).trimEnd()
  }
  return [line(columns.map(({ heading }) => heading)), line(widths.map((each) => '─'.repeat(each))), ...rows.map(line)]
}

/** A row without a first cell goes on with the paragraph before it. */
function narrowLines(columns: readonly Column[], rows: readonly Row[]): string[] {
  return rows.flatMap((row, position) => {
    const title = cell(row, 0)
    const head = title === '' ? [] : position === 0 ? [title] : ['', title]
    const body = columns.slice(1).map(({ heading }, index) => ({ heading, text: cell(row, index + 1) }))
    return [...head, ...body.filter(({ text }) => text !== '').map(({ heading, text }) => `  ${heading}: ${text}`)]
  })
}

function shortened(text: string, size: number): string {
  return text.length <= size ? text : `${text.slice(0, size - 1)}…`
}

function cell(row: Row, index: number): string {
  return row[index] ?? ''
}
