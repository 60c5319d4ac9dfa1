/** Whether a comparison is within its bar; `undefined` if it has none. */
export function isWithinBar({ ours, ratio, difference, bar, barMs, max }) {
  if (max !== undefined) return ours <= max
  if (bar !== undefined) return ratio <= bar
  return barMs === undefined ? undefined : difference / 1e6 <= barMs
}

/** One sentence about all bars, and one about crashed rows. */
export function formatVerdict(results) {
  const crashed = results.filter((result) => result.crashed).map(({ name }) => name)
  const missed = results.flatMap(({ name, comparisons }) =>
    comparisons.filter((comparison) => isWithinBar(comparison) === false).map(({ against }) => `${name} (${against})`),
  )
  const sentences = []
  if (crashed.length > 0) sentences.push(`Crashed: ${crashed.join(', ')}.`)
  sentences.push(missed.length === 0 ? 'Every measured bar holds.' : `Missed: ${missed.join(', ')}.`)
  return sentences.join(' ')
}
