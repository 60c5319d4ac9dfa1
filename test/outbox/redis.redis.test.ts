import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startNode } from '../support/processes.ts'
import { serveRedis } from '../support/redis-for-tests.ts'
import { startUploads } from './support/uploads.ts'

const script = fileURLToPath(new URL('support/upload-redis.mjs', import.meta.url))

const redis = serveRedis()

// A process that has died cannot send its own items, so all processes with the same name of the outbox are a group of workers:
//
//     worker 1, name a     |-adds three-|-sends the first~~~✗ SIGKILL
//     worker 2, name b                                          |-nothing to send-|
//     workers 3, 4, name a                                                         |-the first again, the second, the third-|

it('the workers of one name send each item of a dead worker once, and those of another name do not', async () => {
  const { answered, received, url } = await startUploads(1)
  const start = (name: string, ...items: string[]) => startNode([script, redis.server.url, url, name, ...items])
  const first = start('a', 'one', 'two', 'three')
  await first.waitForLine('has 3')
  await expect.poll(() => received.length).toBe(1)
  first.kill()
  await first.exited
  const other = start('b')
  await other.exited
  expect(other.lines).toEqual(['done'])
  expect(received).toHaveLength(1)
  const workers = [start('a'), start('a')]
  await expect.poll(() => answered.length, { timeout: 60_000 }).toBe(3) // the lock of the dead worker ends after some seconds
  await Promise.all(workers.map(({ exited }) => exited))
  expect(answered.map((line) => line.split(' ')[1])).toEqual(['one', 'two', 'three'])
  expect(answered[0]).toBe(received[0])
})
