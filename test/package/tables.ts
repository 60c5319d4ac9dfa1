/** The rows of the first table whose header row begins with these columns, cell by cell; undefined if there is no such table. */
export function tableIn(markdown: string, columns: readonly string[]): string[][] | undefined {
  return tablesIn(markdown, columns)[0]
}

/** The rows of each such table. */
export function tablesIn(markdown: string, columns: readonly string[]): string[][][] {
  const lines = markdown.split('\n')
  return lines.flatMap((line, index) => {
    const names = cellsOf(line)
    if (columns.some((column, place) => names[place]?.toLowerCase() !== column)) return []
    const rest = lines.slice(index + 2)
    const end = rest.findIndex((each) => !each.startsWith('|'))
    return [rest.slice(0, end === -1 ? rest.length : end).map(cellsOf)]
  })
}

/** The pieces of inline code in a cell: `a`, `b`. */
export function codesIn(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code)
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return []
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}
