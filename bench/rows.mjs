import { hitAmong, memoryHitAmong, pruneAmong, writeAmong } from './rows/among.mjs'
import { mount, update } from './rows/components.mjs'
import { diskHit, diskWrite } from './rows/disk.mjs'
import { hotHit, hotHitByObject } from './rows/hot-hit.mjs'
import { importTime } from './rows/import-time.mjs'
import { reload } from './rows/reload.mjs'
import { server } from './rows/server.mjs'
import { subscribersOfOne, subscribersOfOthers } from './rows/subscribers.mjs'
import { decode, encode } from './rows/text.mjs'
import { updatesAmong } from './rows/updates.mjs'

/**
 * A row measures one work of Cachetta against others: `{ name, work, run({ directory, long }) }`. It answers comparisons
 * (measure.mjs), each with the `bar` that its ratio must not exceed, or `barMs` for its difference, where there is one.
 */
export const rows = [
  hotHit,
  hotHitByObject,
  diskHit,
  diskWrite,
  encode,
  decode,
  importTime,
  memoryHitAmong,
  hitAmong,
  writeAmong,
  pruneAmong,
  mount,
  update,
  reload,
  updatesAmong,
  server,
  subscribersOfOne,
  subscribersOfOthers,
]
