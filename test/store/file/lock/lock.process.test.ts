import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { lockDirectoryOf } from '../../../../src/store/file/lock/holder-name.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import type { RunningProcess } from '../../../support/processes.ts'
import { addressOf } from '../support/entries.ts'
import { isLong, startJob, temporaryDirectory } from '../support/processes.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** When each holder took the lock and when it released it, ordered by time. */
function spansOf(workers: readonly RunningProcess[]): Span[] {
  return workers
    .flatMap(({ lines }) => {
      const timesOf = (word: string): number[] =>
        lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ').at(-1)))
      const ends = timesOf('out')
      return timesOf('in').map((from, index) => ({ from, to: ends[index] ?? Number.POSITIVE_INFINITY }))
    })
    .sort((one, other) => one.from - other.from)
}

function findOverlaps(spans: readonly Span[]): Span[] {
  return spans.filter(({ from }, index) => index > 0 && from < (spans[index - 1]?.to ?? 0))
}

it('has one holder at a time among six processes, and the others stop waiting when it has finished', async () => {
  const path = join(temporaryDirectory(), 'cold.json')
  const workers = Array.from({ length: 6 }, () =>
    startJob('compute', { path, milliseconds: 20, rounds: isLong ? 100 : 15 }),
  )
  await Promise.all(workers.map(({ exited }) => exited))
  const spans = spansOf(workers)
  expect(spans.length).toBeGreaterThan(10)
  expect(findOverlaps(spans)).toEqual([])
})

it('passes from a killed holder to exactly one waiting process within two seconds', async () => {
  for (let round = 0; round < (isLong ? 30 : 3); round += 1) {
    const directory = temporaryDirectory()
    const path = join(directory, 'killed.json')
    const holder = startJob('hold', { path })
    await holder.waitForLine('in')
    const workers = Array.from({ length: 6 }, () => startJob('compute', { path, milliseconds: 300, rounds: 1 }))
    await Promise.all(workers.map((worker) => worker.waitForLine('asks')))
    holder.kill()
    const killedAt = Date.now()
    await Promise.all(workers.map(({ exited }) => exited))
    const [first, ...more] = spansOf(workers)
    expect((first?.from ?? Number.POSITIVE_INFINITY) - killedAt).toBeLessThan(2_000)
    expect(more, 'a second process computed').toEqual([])
    expect(readdirSync(directory)).toEqual([])
  }
})

it('passes to exactly one of eight processes that find a dead lock at the same time', async () => {
  for (let round = 0; round < (isLong ? 40 : 4); round += 1) {
    const directory = temporaryDirectory()
    const path = join(directory, 'dead.json')
    // In every other round, a second process has died beside the first.
    createDeadLock(path, round % 2 === 1 ? ['0123456789ab', 'ba9876543210'] : ['0123456789ab'])
    const workers = Array.from({ length: 8 }, () => startJob('compute', { path, milliseconds: 700, rounds: 1 }))
    await Promise.all(workers.map(({ exited }) => exited))
    expect(findOverlaps(spansOf(workers))).toEqual([])
    expect(readdirSync(directory)).toEqual([])
  }
})

it('stays with a holder that is too busy for its heartbeat', async () => {
  const path = join(temporaryDirectory(), 'busy.json')
  const busy = startJob('computeBusily', { path, milliseconds: 3_500 })
  await busy.waitForLine('in')
  const other = startJob('compute', { path, milliseconds: 1, rounds: 1 })
  await Promise.all([busy.exited, other.exited])
  expect(busy.lines[1]).toMatch(/^out true/)
  expect(other.lines).toEqual(['asks'])
})

it('passes on from a holder on another machine after two seconds without a heartbeat', async () => {
  const path = join(temporaryDirectory(), 'abroad.json')
  createDeadLock(path, ['0123456789ab'], 'ffffffff')
  const waiting = Date.now()
  const worker = startJob('compute', { path, milliseconds: 1, rounds: 1 })
  await worker.exited
  const waited = (spansOf([worker])[0]?.from ?? 0) - waiting
  expect(waited).toBeGreaterThan(1_900)
  expect(waited).toBeLessThan(8_000)
})

it.skipIf(process.platform !== 'linux')(
  'stays with a holder on another machine as long as it has a heartbeat',
  async () => {
    const path = join(temporaryDirectory(), 'beating.json')
    const otherHost = `exec unshare --user --map-root-user --uts bash -c 'hostname elsewhere && exec "$0" "$@"' "$0" "$@";`
    const holder = startJob('compute', { path, milliseconds: 4_000, rounds: 1 }, otherHost)
    await holder.waitForLine('in')
    const other = startJob('compute', { path, milliseconds: 1, rounds: 1 })
    await Promise.all([holder.exited, other.exited])
    expect(holder.lines[2]).toMatch(/^out true/)
    expect(other.lines).toEqual(['asks'])
  },
)

it('is awaited by a synchronous call while its holder runs in another process, and not after that was killed', async () => {
  const path = join(temporaryDirectory(), 'sync.json')
  const blocked = startJob('computeBlocking', { path, milliseconds: 1 })
  const holder = startJob('compute', { path, milliseconds: 1_000, rounds: 1 })
  const none = await blocked.waitForLine('none')
  expect(Number(none.split(' ')[1])).toBeGreaterThanOrEqual(spansOf([holder])[0]?.to ?? Number.POSITIVE_INFINITY)
  await holder.exited

  const killed = startJob('hold', { path })
  await killed.waitForLine('in')
  const next = startJob('computeBlocking', { path, milliseconds: 1 })
  await next.waitForLine('asks')
  killed.kill()
  await next.waitForLine('out true')
})

it('passes on at once from a worker thread that was terminated, although its process still runs', async () => {
  const path = join(temporaryDirectory(), 'e.json')
  const source = new URL('../../../../.cache/modules/store/file/file-store.js', import.meta.url).href
  const code = `import('${source}').then(async ({ fileStore }) => {
    await fileStore().lock(${JSON.stringify(addressOf(path))}, true)
    require('node:worker_threads').parentPort.postMessage('held')
    setInterval(() => {}, 1000)
  })`
  const worker = new Worker(code, { eval: true, execArgv: [] })
  await new Promise((resolve) => worker.once('message', resolve))
  await worker.terminate()
  const lock = await fileStore().lock?.(addressOf(path), 5_000)
  expect(lock?.isShared).toBe(false)
  await lock?.release()
})

/** Creates a lock whose holders are dead: no process has an id that high. */
function createDeadLock(path: string, tokens: readonly string[], host = getHostId()): void {
  const directory = lockDirectoryOf(path)
  mkdirSync(directory)
  for (const token of tokens) writeFileSync(`${directory}/${token}-${2 ** 30}-${2 ** 30}-${host}`, '')
}
