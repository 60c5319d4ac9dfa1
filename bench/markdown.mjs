import { formatMarkdownTable } from './table.mjs'
import { formatVerdict } from './verdict.mjs'

/** The text of docs/benchmark.md. No number in it is typed by hand. */
export function formatDocument({ node, cpu, cores, results }) {
  return `# Benchmark

Written by \`npm run bench -- --write\`, with Node ${node} on ${cpu} (${cores} cores).

Each line compares Cachetta with one alternative. Both run in turn in one process. *ratio* is Cachetta's time divided by
the other's time, so smaller is better; 0.50 means twice as fast. It is the median over pairs of runs side by side, so it
can differ from the quotient of the two median times in the line. *bar* is the maximum for the ratio; 0.83 means 1.2 times
as fast.

${formatMarkdownTable(results).join('\n')}

${formatVerdict(results)}

- *Hot hits* come from memory. Cachetta, async-cache-dedupe and cacheable compute the key from the arguments. The other
  libraries get a key that a template or \`JSON.stringify\` makes.
- *Disk hits and writes* use the operating system's file cache; no library waits for the disk. The times of Cachetta
  include the checksum.
- *With more entries*: the work on one entry must cost the same with many entries as with few. A prune must cost the same
  per entry. A ratio of up to 1.5 counts as the same.
- *Redis*: a hit costs one trip, like the plain command, and then the work of this process: the checksum, the check of each field, the
  freshness, and the rule that calls of one entry share one read. That is the difference to the libraries that parse the text and return
  it. A write is one script: it refuses a result whose right to be stored has ended, notes the name of the entry, and tells the other
  machines. The other libraries send a \`SET\`. The further away the server is, the less this counts: compare the rows with 0.5 ms.
- *All entries*: \`entries\`, \`prune\` and \`invalidateAll\` of the file store, against the calls of the system that they need.
`
}
