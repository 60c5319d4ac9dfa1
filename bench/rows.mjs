import { mount, mutateAfterMount, update } from './rows/components.mjs'
import { diskHit, diskWrite } from './rows/disk.mjs'
import { events, eventsHeard } from './rows/events.mjs'
import { hotHit, hotHitByObject } from './rows/hot-hit.mjs'
import { importTime } from './rows/import-time.mjs'
import { many } from './rows/many.mjs'
import { miss } from './rows/miss.mjs'
import { redisHit, redisInvalidation, redisMemoryHit, redisWrite } from './rows/redis.mjs'
import { reload } from './rows/reload.mjs'
import { block, rich } from './rows/rich.mjs'
import { diskHitScaling, diskWriteScaling, memoryHitScaling, pruneScaling } from './rows/scaling.mjs'
import { server } from './rows/server.mjs'
import { subscribersOfOne, subscribersOfOthers } from './rows/subscribers.mjs'
import { decode, encode } from './rows/text.mjs'
import { updatesScaling } from './rows/updates.mjs'
import { watchDelay, watchedHit, watchedWrite, watchStart } from './rows/watch.mjs'

/**
 * A row compares one kind of work: `{ name, work, run({ directory, long }) }`. `run` returns comparisons (see measure.mjs).
 * A comparison may have a limit: `bar` for its ratio, `barMs` for its difference, or `max` for a count.
 */
export const rows = [
  hotHit,
  hotHitByObject,
  events,
  eventsHeard,
  diskHit,
  diskWrite,
  miss,
  encode,
  decode,
  rich,
  block,
  importTime,
  memoryHitScaling,
  diskHitScaling,
  diskWriteScaling,
  pruneScaling,
  many,
  mount,
  mutateAfterMount,
  update,
  reload,
  updatesScaling,
  server,
  subscribersOfOne,
  subscribersOfOthers,
  watchedHit,
  watchedWrite,
  watchDelay,
  watchStart,
  redisMemoryHit,
  redisHit,
  redisWrite,
  redisInvalidation,
]
