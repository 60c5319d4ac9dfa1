import { markdownLines } from './table.mjs'
import { verdict } from './verdict.mjs'

/** The page of docs/ about the figures, which are never typed by hand. */
export function markdown({ node, cpu, cores, results }) {
  return `# Benchmark

Written by \`npm run bench -- --write\`, with Node ${node} on ${cpu} (${cores} cores).

Every line compares two candidates that were measured in turn in one process. *ratio* is Cachetta's time divided by the
other's, so less is better, and 0.50 is twice as fast; it is the median over pairs of runs side by side, and so need not be the quotient
of the two median times beside it. *bar* is what the ratio must not exceed: 0.83 means 1.2 times as fast.

${markdownLines(results).join('\n')}

${verdict(results)}

- *Hot hits* are answered from memory. Cachetta, async-cache-dedupe and cacheable make the key from the arguments; the others are given a
  key, made by a template or \`JSON.stringify\`.
- *Disk hits and writes* go through the operating system's file cache; nobody waits for the medium. Those of Cachetta include the checksum.
- *Among more entries*: work on one entry must cost the same however many others there are, and a prune the same for each entry. At most 1.5
  counts as the same.
`
}
