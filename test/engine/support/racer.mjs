// One of two processes that share entries: `node racer.mjs <JSON>`. It computes an entry, or changes it, as the test tells it.
import process from 'node:process'
import { Cachetta, fileStore, writeCache } from 'cachetta'

const { directory, isNamedByFunction, lock, size } = JSON.parse(process.argv[2])
const cache = new Cachetta({
  path: isNamedByFunction ? (id) => `${directory}/entries/${id}.json` : `${directory}/entries/e.json`,
  lock,
  tags: ['t'],
  store: fileStore({ tagsPath: `${directory}/tags` }),
})
let finish = () => {}
const cached = cache(async (id) => {
  const finished = new Promise((resolve) => {
    finish = resolve
  })
  process.send('computing')
  await finished
  return `computed ${id} ${'x'.repeat(size)}`
})

const jobs = {
  call: (id) => cached(id),
  finish: () => finish(),
  invalidate: (id) => cache.invalidate(id),
  invalidateAll: () => cache.invalidateAll(),
  invalidateTags: () => cache.invalidateTags('t'),
  invalidateOtherTags: () => cache.invalidateTags('other'),
  writeCache: (id) => writeCache(cache, `written ${id}`, id),
}

process.on('message', async ({ job, id, pauseMs }) => {
  const startAt = performance.now() + pauseMs
  while (performance.now() < startAt); // a timer is not precise enough
  await jobs[job](id)
  process.send(`${job} done`)
})
