/** Whether a comparison is within its bar; `undefined` if it has none. */
export function isWithinBar({ ours, ratio, difference, bar, barMs, max }) {
  if (max !== undefined) return ours <= max
  if (bar !== undefined) return ratio !== null && ratio <= bar // JSON writes `null` for a ratio to zero
  return barMs === undefined ? undefined : difference / 1e6 <= barMs
}

/** The missed bars of a row, each with its reason: `{ name, comparison, reason }`. */
export function findMissed({ name, reason, reasons = {} }, { comparisons }) {
  return comparisons
    .filter((comparison) => isWithinBar(comparison) === false)
    .map((comparison) => ({ name, comparison, reason: reasons[comparison.against] ?? reason }))
}

/** Sentences about what the document lacks: rows that were not measured or crashed, and bars or reasons that are missing. */
export function findGaps(rows, results) {
  return rows.flatMap((row) => {
    const result = results[row.name]
    if (result === undefined) return [`${row.name} was not measured: npm run bench -- --row ${row.name} --write`]
    if (result.crashed) return [`${row.name} crashed`]
    return [...findMissingReasons(row, result), ...findMissingBar(row, result)]
  })
}

function findMissingReasons(row, result) {
  return findMissed(row, result)
    .filter(({ reason }) => reason === undefined)
    .map(
      ({ name, comparison }) =>
        `${name} misses a bar without a reason; write it into \`reason\` of the row, or into \`reasons\` as '${comparison.against}'`,
    )
}

function findMissingBar({ name, withoutBar }, { comparisons }) {
  const hasBar = comparisons.some((comparison) => isWithinBar(comparison) !== undefined)
  if (hasBar || withoutBar !== undefined) return []
  return [`${name} has no bar; give a comparison one, or say why in \`withoutBar\` of the row`]
}

/** One sentence about all bars, and one about crashed rows. */
export function formatVerdict(results) {
  const crashed = results.filter((result) => result.crashed).map(({ name }) => name)
  const missed = results.flatMap((result) =>
    findMissed(result, result).map(({ name, comparison }) => `${name} (${comparison.against})`),
  )
  const sentences = []
  if (crashed.length > 0) sentences.push(`Crashed: ${crashed.join(', ')}.`)
  sentences.push(missed.length === 0 ? 'Every measured bar holds.' : `Missed: ${missed.join(', ')}.`)
  return sentences.join(' ')
}
