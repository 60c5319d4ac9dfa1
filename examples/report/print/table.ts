/** A column: its heading, and whether figures stand in it, which line up at their right. */
export interface Column {
  readonly heading: string
  readonly figures?: boolean
}

type Row = readonly string[]

const GAP = 2

/** Lines of a table. Where it would not fit into `width`, each row becomes a paragraph with one line per cell. */
export function tableLines(columns: readonly Column[], rows: readonly Row[], width: number): string[] {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => cell(row, index).length)),
  )
  const total = widths.reduce((sum, each) => sum + each + GAP, -GAP)
  return total <= width ? wideLines(columns, rows, widths) : narrowLines(columns, rows)
}

function wideLines(columns: readonly Column[], rows: readonly Row[], widths: readonly number[]): string[] {
  const line = (cells: Row) => {
    const padded = columns.map(({ figures }, index) => {
      const size = widths[index] ?? 0
      return figures ? cell(cells, index).padStart(size) : cell(cells, index).padEnd(size)
    })
    return padded.join(' '.repeat(GAP)).trimEnd()
  }
  return [line(columns.map(({ heading }) => heading)), line(widths.map((each) => '─'.repeat(each))), ...rows.map(line)]
}

function narrowLines(columns: readonly Column[], rows: readonly Row[]): string[] {
  return rows.flatMap((row, position) => {
    const [first, ...others] = columns.map(({ heading }, index) => ({ heading, text: cell(row, index) }))
    const lines = others.filter(({ text }) => text !== '').map(({ heading, text }) => `  ${heading}: ${text}`)
    return [...(position === 0 ? [] : ['']), first?.text ?? '', ...lines]
  })
}

function cell(row: Row, index: number): string {
  return row[index] ?? ''
}
