/**
 * Returns the code of a story that a reader wants to see: what stands between the imports of its file and its `meta`, without the
 * comments for Biome.
 */
export function extractSource(file: string): string {
  const [beforeMeta = ''] = file.split(/^const meta\b/m)
  const lines = beforeMeta.split('\n')
  const lastImport = lines.findLastIndex((line) => /^(?:import .*|\} )from '.*'$|^import '.*'$/.test(line))
  return lines
    .slice(lastImport + 1)
    .filter((line) => !/^\s*\/\/ biome-ignore/.test(line))
    .join('\n')
    .trim()
}
