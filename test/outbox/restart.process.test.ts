import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { startNode } from '../support/processes.ts'
import { startUploads } from './support/uploads.ts'

const script = fileURLToPath(new URL('support/upload.mjs', import.meta.url))

//     process 1        |-adds three items-|-sends the first ~~~~✗ SIGKILL
//     processes 2, 3                                               |-the first again, the second, the third-|

it('a process that is killed while it sends loses nothing: others send all in order, with the same id, once', async () => {
  const { answered, received, url } = await startUploads(1)
  const directory = temporaryDirectory()
  const first = startNode([script, directory, url, 'one', 'two', 'three'])
  await first.waitForLine('has 3')
  await expect.poll(() => received.length).toBe(1)
  first.kill()
  await first.exited
  const others = [startNode([script, directory, url]), startNode([script, directory, url])]
  await Promise.all(others.map(({ exited }) => exited))
  expect(others.map(({ lines }) => lines.at(-1))).toEqual(['done', 'done'])
  expect(answered.map((line) => line.split(' ')[1])).toEqual(['one', 'two', 'three'])
  expect(answered[0]).toBe(received[0])
  expect(new Set(answered).size).toBe(3)
})
