import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isLong, temporaryDirectory } from '../store/file/support/processes.ts'
import { runJob, startJob } from './support/processes.ts'

const rounds = isLong ? 30 : 3

describe('processes that share a disk', () => {
  it('compute a missing entry once: six processes, ten calls each', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const options = { path: join(temporaryDirectory(), 'cold.json') }
      const workers = Array.from({ length: 6 }, () => startJob('call', { options, count: 10, milliseconds: 300 }))
      await Promise.all(workers.map(({ exited }) => exited))
      const lines = workers.flatMap((worker) => worker.lines)
      expect(lines.filter((line) => line.startsWith('computes')).length).toBe(1)
      expect(new Set(lines.filter((line) => line.startsWith('got'))).size).toBe(1)
    }
  })

  it('continue within two seconds after the computing process was killed, and exactly one of them computes', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const directory = temporaryDirectory()
      const options = { path: join(directory, 'killed.json') }
      const holder = startJob('computeUntil', { options })
      await holder.waitForLine('computes')
      const workers = Array.from({ length: 6 }, () => startJob('call', { options, count: 10, milliseconds: 300 }))
      await new Promise((resolve) => setTimeout(resolve, 500)) // time for all to wait
      holder.kill()
      const killedAt = Date.now()
      await Promise.all(workers.map(({ exited }) => exited))
      const computed = workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('computes')))
      expect(computed.length).toBe(1)
      expect(Number(computed[0]?.split(' ')[1]) - killedAt).toBeLessThan(2_000)
      expect(readdirSync(directory)).toEqual(['killed.json'])
    }
  })

  it('supersede a computation of another process by an invalidation: its caller gets the value, and it is not stored', async () => {
    const directory = temporaryDirectory()
    const options = { path: join(directory, 'entry.json') }
    const go = join(directory, 'go')
    const computing = startJob('computeUntil', { options, go })
    await computing.waitForLine('computes')
    await runJob('invalidate', { options })
    writeFileSync(go, '')
    expect(await computing.waitForLine('got')).toBe('got late')
    await computing.exited
    expect(existsSync(options.path)).toBe(false)
    expect(await runJob('lookup', { options })).toBe('{"hit":false}')
  })

  it('let the next call after an invalidation compute at once', async () => {
    const directory = temporaryDirectory()
    const options = { path: join(directory, 'entry.json') }
    const computing = startJob('computeUntil', { options })
    await computing.waitForLine('computes')
    await runJob('invalidate', { options })
    expect(await runJob('call', { options, count: 2, milliseconds: 10 })).toMatch(/^got by \d+$/)
    expect(computing.lines).toEqual(['computes'])
  })
})
