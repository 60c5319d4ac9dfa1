import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Cachetta, fileStore, lookup } from '../../src/index.ts'
import { isLong, temporaryDirectory } from '../store/file/support/processes.ts'

const racer = fileURLToPath(new URL('support/racer.mjs', import.meta.url))
const rounds = isLong ? 1_000 : 50

interface Mode {
  readonly verb: 'invalidate' | 'invalidateAll' | 'invalidateTags' | 'invalidateOtherTags' | 'writeCache'
  readonly lock: boolean
  readonly size: number
  readonly isNamedByFunction: boolean
}

/** `invalidateAll` needs a base, which a path function does not have. */
const modes: Mode[] = (['invalidate', 'invalidateAll', 'invalidateTags', 'invalidateOtherTags', 'writeCache'] as const)
  .flatMap((verb) => [true, false].map((lock) => ({ verb, lock })))
  .flatMap((mode) => [10, 1_000_000].map((size) => ({ ...mode, size })))
  .flatMap((mode) => [false, true].map((isNamedByFunction) => ({ ...mode, isNamedByFunction })))
  .filter(({ verb, size, isNamedByFunction }) => !isNamedByFunction || (verb !== 'invalidateAll' && size === 10))

/** Starts a process of racer.mjs, which is killed at the end of the test. */
function startRacer(mode: Mode, directory: string): ChildProcess {
  const child = fork(racer, [JSON.stringify({ ...mode, directory })], { execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function waitForMessage(child: ChildProcess, expected: string): Promise<void> {
  const [message] = await once(child, 'message')
  expect(message).toBe(expected)
}

//   A   |-call-|------computes------|-write-|-done-|
//   B             |-changes the entry, at any moment-|-done-|      began after A: it wins
describe.each(modes)('$verb (lock: $lock, $size characters, by a path function: $isNamedByFunction)', (mode) => {
  it('wins over a computation of another process that began before', async () => {
    const directory = temporaryDirectory()
    const [a, b] = [startRacer(mode, directory), startRacer(mode, directory)]
    const path = mode.isNamedByFunction
      ? (id: number) => `${directory}/entries/${id}.json`
      : `${directory}/entries/e.json`
    const reader = new Cachetta({ path, store: fileStore() })
    const found = new Map<string, number>()
    for (let id = 0; id < rounds; id += 1) {
      a.send({ job: 'call', id, pauseMs: 0 })
      await waitForMessage(a, 'computing')
      const aDone = new Promise<void>((resolve) => {
        a.on('message', function onMessage(message) {
          if (message !== 'call done') return
          a.off('message', onMessage)
          resolve()
        })
      })
      const bDone = waitForMessage(b, `${mode.verb} done`)
      a.send({ job: 'finish', id, pauseMs: ((id * 7) % 10) / 2 })
      b.send({ job: mode.verb, id, pauseMs: ((id * 3) % 10) / 2 })
      await Promise.all([aDone, bDone])
      const read = await lookup(reader, id)
      const kind = read.hit ? String(read.value).split(' ')[0] : 'nothing'
      found.set(`${kind}`, (found.get(`${kind}`) ?? 0) + 1)
    }
    const expected = { writeCache: 'written', invalidateOtherTags: 'computed' }
    const kind = mode.verb in expected ? expected[mode.verb as keyof typeof expected] : 'nothing'
    expect(Object.fromEntries(found)).toEqual({ [kind]: rounds })
  })
})
