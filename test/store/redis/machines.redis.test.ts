import { expect, it } from 'vitest'
import { serveRedis } from '../../support/redis-for-tests.ts'
import { startMachine, startMachines } from './support/machines.ts'

const redis = serveRedis()

const countComputations = async (id: number) => Number(await redis.client.get(`computations of ${id}`))

it('computes a cold entry once for eight machines that call it fifty times each', async () => {
  const machines = await startMachines(redis.server.url, 8)
  const results = await Promise.all(machines.map((machine) => machine.run('callOften', 1, 50)))
  expect(new Set(results.flat())).toEqual(new Set(['computed 1']))
  expect(await countComputations(1)).toBe(1)
})

//   holder   |-take-|--computes--✗ killed
//   others      |~~~~~~~~~~~~~~wait~~~~~~~~lease ends|-take-|-compute-|
it('computes exactly once more if the holder is killed', async () => {
  const [holder, ...others] = await startMachines(redis.server.url, 4)
  void holder?.run('call', 2)
  await holder?.waitForComputation(2)
  const results = others.map((machine) => machine.run('callOften', 2, 10))
  holder?.kill('SIGKILL')
  expect(new Set((await Promise.all(results)).flat())).toEqual(new Set(['computed 2']))
  expect(await countComputations(2)).toBe(2)
})

//   holder   |-take-|--computes--|SIGSTOP ~~~~~~~~~~~~~~~~~~~~~~~~ SIGCONT|-write-| refused
//   other       |~~~~~~~~~~~~~~wait~~~~~~~~lease ends|-take-|-write-|
it('does not store the late result of a holder that was stopped past its lease', async () => {
  const [holder, other] = await startMachines(redis.server.url, 2)
  const late = holder?.run('call', 3)
  await holder?.waitForComputation(3)
  holder?.kill('SIGSTOP')
  expect(await other?.run('callOften', 3, 1)).toEqual(['computed 3'])
  holder?.kill('SIGCONT')
  await holder?.run('finish')
  expect(await late).toMatch(/^computed 3 by/) // its own caller gets it
  expect(await other?.run('lookup', 3)).toMatchObject({ hit: true, value: 'computed 3' })
  const reader = await startMachine(redis.server.url)
  expect(await reader.run('lookup', 3)).toMatchObject({ value: 'computed 3' })
})

it.each(['invalidate', 'invalidateAll', 'invalidateTags', 'write'])(
  '%s at any moment wins over a computation that began before, in 50 rounds',
  async (job) => {
    const [a, b, reader] = await startMachines(redis.server.url, 3)
    for (let id = 100; id < 150; id += 1) {
      const called = a?.run('call', id)
      await a?.waitForComputation(id)
      const args = job === 'write' ? [id, 'written'] : job === 'invalidate' ? [id] : []
      const changed = id % 2 ? b?.run(job, ...args) : undefined
      const finished = a?.run('finish')
      await Promise.all([called, changed ?? b?.run(job, ...args), finished])
      const expected = job === 'write' ? { hit: true, value: 'written' } : { hit: false }
      expect(await reader?.run('lookup', id)).toMatchObject(expected)
      expect(await b?.run('lookup', id)).toMatchObject(expected)
    }
  },
)

it('brings a change to the memory of each machine', async () => {
  const machines = await startMachines(redis.server.url, 4)
  const [first] = machines
  await Promise.all(machines.map((machine) => machine.run('callOften', 5, 1)))
  await first?.run('write', 5, 'new')
  for (const machine of machines) {
    await expect.poll(() => machine.run('lookup', 5), { timeout: 2_000 }).toMatchObject({ value: 'new' })
  }
  await first?.run('invalidate', 5)
  for (const machine of machines) {
    await expect.poll(() => machine.run('lookup', 5), { timeout: 2_000 }).toMatchObject({ hit: false })
  }
})
