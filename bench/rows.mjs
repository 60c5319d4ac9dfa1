import { doorsBytes, pageBytes } from './rows/bytes.mjs'
import { mount, mountShared, mutateAfterMount, update } from './rows/components.mjs'
import { diskHit, diskWrite } from './rows/disk.mjs'
import { events, eventsHeard } from './rows/events.mjs'
import { hotHit, hotHitByObject } from './rows/hot-hit.mjs'
import { importTime } from './rows/import-time.mjs'
import { many } from './rows/many.mjs'
import { memory } from './rows/memory.mjs'
import { miss } from './rows/miss.mjs'
import { redisHit, redisInvalidation, redisMemoryHit, redisWrite } from './rows/redis.mjs'
import { reload } from './rows/reload.mjs'
import { block, rich } from './rows/rich.mjs'
import {
  diskHitScaling,
  diskInfoScaling,
  diskWriteScaling,
  memoryHitScaling,
  pruneMemory,
  pruneScaling,
} from './rows/scaling.mjs'
import { server } from './rows/server.mjs'
import { subscribersOfOne, subscribersOfOthers } from './rows/subscribers.mjs'
import { decode, encode } from './rows/text.mjs'
import { updatesScaling } from './rows/updates.mjs'
import { watchDelay, watchedHit, watchedWrite, watchStart } from './rows/watch.mjs'

/**
 * The sections of docs/benchmark.md: `{ title, about, rows }`. A row compares one kind of work:
 *
 *   name         for `--row`
 *   work         what is measured
 *   run          measures: `run({ directory, long })` returns comparisons, or `{ comparisons, growth }`
 *   reason       why bars are missed. The document shows it only beside a bar that is missed.
 *   reasons      the same for single comparisons, by their `against`
 *   withoutBar   why no comparison of the row has a bar
 *
 * A comparison is `{ against, ours, theirs, ratio, difference }`, as measure.mjs returns it. It may also have:
 *
 *   unit         of `ours` and `theirs`: `ns`, `bytes` or `count`; `ns`, or `count` with `max`, if it is left out
 *   bar          the limit of `ratio`
 *   barMs        the limit of `difference`, in milliseconds
 *   max          the limit of `ours`, in its unit
 *   aim          the ratio, or the value in the unit of `max`, that we would like to reach
 *
 * Growth is a list of lines for the plot: `{ work, of, library, points }`, each point a size and the nanoseconds at this size:
 * `{ work: 'disk hit', of: 'entries', library: 'Cachetta', points: [[100, 310_000], [10_000, 325_000]] }`.
 */
export const sections = [
  {
    title: 'Functions',
    about: `Hits come from memory. Cachetta, async-cache-dedupe and cacheable compute the key from the arguments. The other libraries get a
key that a template or \`JSON.stringify\` makes.`,
    rows: [hotHit, hotHitByObject, events, eventsHeard, importTime],
  },
  {
    title: 'Files',
    about: `All libraries use the file cache of the operating system; none waits for the disk. The times of Cachetta include the checksum.
*all entries* compares with the calls of the system that \`entries\`, \`prune\` and \`invalidateAll\` need.`,
    rows: [diskHit, diskWrite, miss, encode, decode, rich, block, many],
  },
  {
    title: 'Components and pages',
    about:
      'The pages run in Chromium, with the production build of React. `npm run size` measures the bytes in more detail.',
    rows: [mount, mountShared, mutateAfterMount, update, reload, memory, server, pageBytes, doorsBytes],
  },
  {
    title: 'Growth',
    about: `The work on one entry must cost the same with many entries as with few, and a prune the same for each entry. A ratio of up to 1.5
counts as the same. *other* is the time with few, *Cachetta* the time with many.`,
    rows: [
      memoryHitScaling,
      diskHitScaling,
      diskInfoScaling,
      diskWriteScaling,
      pruneScaling,
      pruneMemory,
      updatesScaling,
      subscribersOfOne,
      subscribersOfOthers,
    ],
  },
  {
    title: 'Processes',
    about: '`fileStore({ watch: true })` tells the other processes of a change.',
    rows: [watchedHit, watchedWrite, watchDelay, watchStart],
  },
  {
    title: 'Redis',
    about: `A server on the same machine, and one behind a network with 0.5 ms for a trip. A hit costs one trip, like the plain command,
and so does a write. The further away the server is, the less the work of this process counts.`,
    rows: [redisMemoryHit, redisHit, redisWrite, redisInvalidation],
  },
]

export const rows = sections.flatMap((section) => section.rows)
