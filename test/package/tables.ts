/** The rows of the first table whose header row begins with these columns, cell by cell; undefined if there is no such table. */
export function tableIn(markdown: string, columns: readonly string[]): string[][] | undefined {
  const lines = markdown.split('\n')
  const header = lines.findIndex((line) =>
    columns.every((column, index) => cellsOf(line)[index]?.toLowerCase() === column),
  )
  if (header === -1) return undefined
  const rest = lines.slice(header + 2)
  const end = rest.findIndex((line) => !line.startsWith('|'))
  return rest.slice(0, end === -1 ? rest.length : end).map(cellsOf)
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
