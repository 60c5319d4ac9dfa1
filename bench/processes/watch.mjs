// A process of the rows in rows/watch.mjs: `node watch.mjs <role> <directory>`. It answers each message with the same id.
import { openSync, readSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { Cachetta, fileStore, memoryStore, writeCache } from 'cachetta'

const [role, directory] = process.argv.slice(2)
const tagsPath = join(directory, 'tags')
const entryCount = 100

const createCache = (isWatched) =>
  new Cachetta({
    path: join(directory, 'users.json'),
    store: fileStore({ tagsPath, watch: isWatched }),
    duration: '1h',
    lruSize: 2 * entryCount,
  })

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Calls entries that memory has. The loop turns once a millisecond or so, as in a server, so that changes come in between. */
function createHits(isWatched) {
  const cached = createCache(isWatched)(async (id) => ({ id, name: 'Ada' }))
  return async ({ count }) => {
    const start = process.hrtime.bigint()
    for (let index = 0; index < count; index++) {
      await cached(index % entryCount)
      if (index % 2_000 === 0) await new Promise((resolve) => void setImmediate(resolve))
    }
    return Number(process.hrtime.bigint() - start) / count
  }
}

const roles = {
  watched: () => createHits(true),
  unwatched: () => createHits(false),

  /** Writes entries that the others do not have. */
  writer() {
    const cache = createCache(true)
    return async ({ perSecond }) => {
      for (let id = 0; process.connected; id++) {
        await writeCache(cache, id, `other ${id % entryCount}`)
        await wait(1_000 / perSecond)
      }
    }
  },

  /** Resolves when it sees another value of an entry that it has in memory. */
  listener() {
    const cached = createCache(true)(async () => 0)
    return async ({ value }) => {
      while ((await cached(1)) !== value) await wait(1)
      return Date.now()
    }
  },

  /** The same, with a look at the file of changes every 50 ms. */
  poller() {
    const log = join(tagsPath, 'changes/log')
    const fd = openSync(log, 'r')
    const chunk = Buffer.alloc(65_536)
    return async () => {
      statSync(log)
      while (readSync(fd, chunk) > 0);
      do await wait(50)
      while (readSync(fd, chunk) === 0)
      return Date.now()
    }
  },

  changer() {
    const cache = createCache(true)
    return async ({ value }) => {
      await writeCache(cache, value, 1)
      return Date.now()
    }
  },

  /** What it takes to begin to listen: to the log, or to each directory of entries. */
  starter: () => async (how) => {
    const cache = how === 'log' ? new Cachetta({ path: 'users', store: memoryStore() }) : undefined
    const start = process.hrtime.bigint()
    if (cache) createCache(true)
    else watch(join(directory, 'entries'), { recursive: true, persistent: false }, () => {})
    return Number(process.hrtime.bigint() - start)
  },
}

const work = roles[role]()
process.on('message', async ({ id, input }) => process.send({ id, result: await work(input) }))
process.on('disconnect', () => process.exit())
process.send({ id: 0 })
