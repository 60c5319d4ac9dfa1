import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hostId } from '../../../src/store/file/system/process.ts'
import type { RunningProcess } from '../../support/processes.ts'
import { isLong, start, temporaryDirectory } from './processes.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** When each holder came in and went out, the earliest first. */
function spansOf(workers: readonly RunningProcess[]): Span[] {
  return workers
    .flatMap(({ lines }) => {
      const at = (word: string): number[] =>
        lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ').at(-1)))
      const ends = at('out')
      return at('in').map((from, index) => ({ from, to: ends[index] ?? Number.POSITIVE_INFINITY }))
    })
    .sort((one, other) => one.from - other.from)
}

function overlapping(spans: readonly Span[]): Span[] {
  return spans.filter(({ from }, index) => index > 0 && from < (spans[index - 1]?.to ?? 0))
}

it('lets one of six processes in at a time, and tells the others when it is done', async () => {
  const path = join(temporaryDirectory(), 'cold.json')
  const workers = Array.from({ length: 6 }, () =>
    start('compute', { path, milliseconds: 20, rounds: isLong ? 100 : 15 }),
  )
  await Promise.all(workers.map(({ exited }) => exited))
  const spans = spansOf(workers)
  expect(spans.length).toBeGreaterThan(10)
  expect(overlapping(spans)).toEqual([])
})

it('replaces a killed holder within two seconds, by exactly one of those who wait', async () => {
  for (let round = 0; round < (isLong ? 30 : 3); round += 1) {
    const directory = temporaryDirectory()
    const path = join(directory, 'killed.json')
    const holder = start('hold', { path })
    await holder.waitForLine('in')
    const workers = Array.from({ length: 6 }, () => start('compute', { path, milliseconds: 300, rounds: 1 }))
    await Promise.all(workers.map((worker) => worker.waitForLine('asks')))
    holder.kill()
    const killedAt = Date.now()
    await Promise.all(workers.map(({ exited }) => exited))
    const [first, ...more] = spansOf(workers)
    expect((first?.from ?? Number.POSITIVE_INFINITY) - killedAt).toBeLessThan(2_000)
    expect(more, 'a second one computed').toEqual([])
    expect(readdirSync(directory)).toEqual([])
  }
})

it('lets exactly one of eight processes take over a dead lock that all find at once', async () => {
  for (let round = 0; round < (isLong ? 40 : 4); round += 1) {
    const directory = temporaryDirectory()
    const path = join(directory, 'dead.json')
    writeFileSync(`${path}.lock`, deadLock('0123456789ab'))
    // One that died while it took over, too.
    if (round % 2 === 1) writeFileSync(`${path}.lock.0123456789ab`, deadLock('ba9876543210'))
    const workers = Array.from({ length: 8 }, () => start('compute', { path, milliseconds: 700, rounds: 1 }))
    await Promise.all(workers.map(({ exited }) => exited))
    expect(overlapping(spansOf(workers))).toEqual([])
    expect(readdirSync(directory)).toEqual([])
  }
})

it('leaves the lock with a live holder who is too busy to touch it', async () => {
  const path = join(temporaryDirectory(), 'busy.json')
  const busy = start('computeBusily', { path, milliseconds: 3_500 })
  await busy.waitForLine('in')
  const other = start('compute', { path, milliseconds: 1, rounds: 1 })
  await Promise.all([busy.exited, other.exited])
  expect(busy.lines[1]).toMatch(/^out true/)
  expect(other.lines).toEqual(['asks'])
})

it('replaces a holder on another machine after two seconds of silence', async () => {
  const path = join(temporaryDirectory(), 'abroad.json')
  writeFileSync(`${path}.lock`, deadLock('0123456789ab', 'ffffffff'))
  const waiting = Date.now()
  const worker = start('compute', { path, milliseconds: 1, rounds: 1 })
  await worker.exited
  const waited = (spansOf([worker])[0]?.from ?? 0) - waiting
  expect(waited).toBeGreaterThan(1_900)
  expect(waited).toBeLessThan(8_000)
})

it.skipIf(process.platform !== 'linux')(
  'waits for a holder on another machine for as long as its heart beats',
  async () => {
    const path = join(temporaryDirectory(), 'beating.json')
    const elsewhere = `exec unshare --user --map-root-user --uts bash -c 'hostname elsewhere && exec "$0" "$@"' "$0" "$@";`
    const holder = start('compute', { path, milliseconds: 4_000, rounds: 1 }, elsewhere)
    await holder.waitForLine('in')
    const other = start('compute', { path, milliseconds: 1, rounds: 1 })
    await Promise.all([holder.exited, other.exited])
    expect(holder.lines[2]).toMatch(/^out true/)
    expect(other.lines).toEqual(['asks'])
  },
)

it('waits without awaiting for a holder in another process, and for none that was killed', async () => {
  const path = join(temporaryDirectory(), 'sync.json')
  const blocked = start('computeBlocking', { path, milliseconds: 1 })
  const holder = start('compute', { path, milliseconds: 1_000, rounds: 1 })
  const none = await blocked.waitForLine('none')
  expect(Number(none.split(' ')[1])).toBeGreaterThanOrEqual(spansOf([holder])[0]?.to ?? Number.POSITIVE_INFINITY)
  await holder.exited

  const killed = start('hold', { path })
  await killed.waitForLine('in')
  const next = start('computeBlocking', { path, milliseconds: 1 })
  await next.waitForLine('asks')
  killed.kill()
  await next.waitForLine('out true')
})

/** A lock whose holder, on this machine unless told otherwise, is no longer there: no process has an id that high. */
function deadLock(token: string, host = hostId()): string {
  return JSON.stringify({ cachetta: 'lock', token, pid: 2 ** 30, host, replaces: [] })
}
