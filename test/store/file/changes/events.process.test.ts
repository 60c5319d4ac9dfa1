import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CacheEvent } from '../../../../src/index.ts'
import { Cachetta, fileStore, subscribeEvents } from '../../../../src/index.ts'
import { startNode } from '../../../support/processes.ts'
import { temporaryDirectory } from '../support/processes.ts'

it('a change by another process is told as one', async () => {
  const directory = temporaryDirectory()
  const [path, tagsPath] = [join(directory, 'entry.json'), join(directory, 'tags')]
  const cache = new Cachetta({ path, store: fileStore({ tagsPath, watch: true }), lruSize: 10 })
  const events: CacheEvent[] = []
  subscribeEvents(cache, (event) => void events.push(event))
  await cache(async () => 'ours')()
  const program = `
    import { Cachetta, fileStore, writeCache } from 'cachetta'
    const [path, tagsPath] = process.argv.slice(1)
    const cache = new Cachetta({ path, store: fileStore({ tagsPath, watch: true }) })
    await writeCache(cache, 'theirs')
    await cache.invalidate()
  `
  const running = startNode(['--input-type=module', '--eval', program, path, tagsPath])
  expect(await running.exited).toBe(0)
  await expect
    .poll(() => events.flatMap((event) => ('by' in event ? [`${event.type} by ${event.by}`] : [])))
    .toEqual(['stored by self', 'stored by process', 'invalidated by process'])
})
