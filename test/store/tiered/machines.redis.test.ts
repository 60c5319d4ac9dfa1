import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'
import type { Machine } from '../redis/support/machines.ts'
import { startMachine as startProgram } from '../redis/support/machines.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  const client = createClient({ url: server.url })
  await client.connect()
  await client.flushAll()
  client.destroy()
})

function createDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), 'cachetta-machine-'))
  onTestFinished(() => rmSync(disk, { recursive: true, force: true }))
  return disk
}

function startMachine(disk: string = createDisk(), ...args: readonly 'offline'[]): Promise<Machine> {
  return startProgram(server.url, { program: new URL('support/machine.mjs', import.meta.url), cwd: disk, args })
}

it('serves on one machine what another one has computed, from a disk of its own', async () => {
  const disks = [createDisk(), createDisk()]
  const [a, b] = await Promise.all(disks.map((disk) => startMachine(disk)))
  expect(await a?.run('call', 1)).toBe('computed 1')
  expect(await b?.run('call', 1)).toBe('computed 1')
  expect(await b?.run('computations')).toBe(0)
  for (const disk of disks)
    expect(readdirSync(join(disk, 'cache')).filter((name) => name.startsWith('numbers-'))).toHaveLength(1)
})

it.each(['invalidate', 'invalidateAll', 'invalidateTags', 'write'])(
  '%s on one machine is seen on another one within 100 ms, and the copy on its disk is gone',
  async (verb) => {
    const [a, b] = [await startMachine(), await startMachine()]
    const delays: number[] = []
    let id = 0
    /** The messages of the round before may come in the middle, and end the copy. */
    const share = async () => {
      id += 1
      await a.run('call', id)
      await b.run('call', id)
      await setTimeout(30)
      return b.run('copies')
    }
    for (let round = 1; round <= 5; round += 1) {
      await expect.poll(share).toBeGreaterThan(0)
      const [changedAt, { goneAt }] = (await Promise.all([
        a.run('change', verb, id),
        b.run('waitForChange', id, `computed ${id}`),
      ])) as [number, { goneAt: number }]
      delays.push(goneAt - changedAt)
      if (verb === 'write') expect(await b.run('lookup', id)).toMatchObject({ value: 'written' })
      else expect(await b.run('copies')).toBe(0)
    }
    expect(Math.min(...delays)).toBeLessThanOrEqual(100) // a busy machine delays some; a lost message would delay all
  },
)

it('does not serve the old copy of a machine that was down during an invalidation', async () => {
  const disk = createDisk()
  const [a, b] = [await startMachine(), await startMachine(disk)]
  await a.run('call', 1)
  await a.run('call', 2)
  await b.run('call', 1)
  await b.run('call', 2)
  b.kill('SIGKILL')
  await a.run('change', 'invalidate', 1)
  await a.run('change', 'write', 2)
  const restarted = await startMachine(disk)
  expect(await restarted.run('lookup', 1)).toMatchObject({ hit: false })
  expect(await restarted.run('lookup', 2)).toMatchObject({ value: 'written' })
})

it('works on while Redis is down, and recovers by itself', async () => {
  const disk = createDisk()
  const [a, b] = [await startMachine(disk), await startMachine()]
  await a.run('call', 1)
  await server.kill()
  try {
    for (let call = 0; call < 10; call += 1) {
      expect(await a.run('call', 1)).toBe('computed 1')
      expect(await a.run('call', 2)).toBe('computed 2')
    }
    expect(await a.run('computations')).toBe(2)
    expect(await a.run('lines')).toHaveLength(1)
    const restarted = await startMachine(disk, 'offline')
    expect([await restarted.run('call', 1), await restarted.run('call', 2)]).toEqual(['computed 1', 'computed 2'])
    expect(await restarted.run('computations')).toBe(0)
  } finally {
    await server.restart()
  }
  await expect
    .poll(
      async () => {
        await a.run('change', 'write', 3)
        return b.run('lookup', 3)
      },
      { timeout: 15_000 },
    )
    .toMatchObject({ value: 'written' })
})

it('never serves an older value after an invalidation was seen, in 50 rounds beside reads', async () => {
  const [a, b] = [await startMachine(), await startMachine()]
  await b.run('startReading')
  let last: unknown
  for (let round = 0; round < 50; round += 1) last = await a.run('changeSource')
  await expect.poll(() => b.run('readSource')).toBe(last)
  const values = (await b.run('stopReading')) as readonly number[]
  expect(values).toEqual([...values].sort((one, other) => one - other))
  expect(new Set(values).size).toBeGreaterThan(5)
  expect(await Promise.all([a, b].map((machine) => machine.run('readSource')))).toEqual([last, last])
})
