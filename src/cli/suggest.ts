/** Returns the known name that a mistyped one most probably means; `undefined` if none is near. */
export function suggest(mistyped: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(mistyped.length / 3))
  const near = known
    .map((name) => ({ name, distance: name.startsWith(mistyped) ? 0 : distanceOf(mistyped, name) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((one, other) => one.distance - other.distance)
  return mistyped === '' ? undefined : near[0]?.name
}

/** How many characters must be added, removed or replaced to get from one text to the other: the Levenshtein distance. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
