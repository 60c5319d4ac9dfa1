/** True where a comparison has a bar and keeps it, `undefined` where it has none. */
export function holds({ ours, ratio, difference, bar, barMs, most }) {
  if (most !== undefined) return ours <= most
  if (bar !== undefined) return ratio <= bar
  return barMs === undefined ? undefined : difference / 1e6 <= barMs
}

/** One sentence on all bars. */
export function verdict(results) {
  const crashed = results.filter((result) => result.crashed).map(({ name }) => name)
  const missed = results.flatMap(({ name, comparisons }) =>
    comparisons.filter((comparison) => holds(comparison) === false).map(({ against }) => `${name} (${against})`),
  )
  const sentences = []
  if (crashed.length > 0) sentences.push(`Crashed: ${crashed.join(', ')}.`)
  sentences.push(missed.length === 0 ? 'Every bar that was measured holds.' : `Missed: ${missed.join(', ')}.`)
  return sentences.join(' ')
}
