import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import type { RunningProcess } from '../support/processes.ts'
import { startNode } from '../support/processes.ts'
import { promisesOfCache } from './promises.ts'

const program = fileURLToPath(new URL('service/main.mjs', import.meta.url))

interface ServiceWorker {
  readonly pid: number
  /** The port that all workers share. */
  readonly shared: number
  /** The port of this worker alone. */
  readonly own: number
}

/** A service that runs, and what its workers have done on the disk. */
class Service {
  readonly #directory = temporaryDirectory()
  readonly #process: RunningProcess = startNode([program, this.#directory])

  /** The workers that live, in the order of their start. */
  async waitForWorkers(count: number): Promise<ServiceWorker[]> {
    const read = () => this.#process.lines.filter((line) => line.startsWith('worker '))
    await expect.poll(() => read().length, { timeout: 60_000 }).toBe(count)
    return read().map((line) => JSON.parse(line.slice('worker '.length)))
  }

  /** The ids that were computed. */
  readLines(file: 'computed' | 'aborted'): string[] {
    const path = join(this.#directory, file)
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  }

  countComputations(id: string): number {
    return this.readLines('computed').filter((line) => line.startsWith(`${id} `)).length
  }

  async waitForComputation(id: string, count = 1): Promise<void> {
    await expect.poll(() => this.countComputations(id), { timeout: 60_000 }).toBe(count)
  }

  /** Lets the computations of an id end. */
  finish(id: string): void {
    writeFileSync(join(this.#directory, `finish-${id}`), '')
  }

  writeForeignFile(name: string): () => string {
    const path = join(this.#directory, name)
    writeFileSync(path, 'precious')
    return () => readFileSync(path, 'utf8')
  }

  /** Ends the service. Returns the last lines, the exit code, and the files that are no entries. */
  async stop(): Promise<{ stopped: number; code: number | string; rest: string[] }> {
    this.#process.kill('SIGTERM')
    const code = await this.#process.exited
    const stopped = this.#process.lines.filter((line) => line === 'stopped 0').length
    const files = readdirSync(join(this.#directory, 'cache'), { recursive: true }).map(String)
    return { stopped, code, rest: files.filter((file) => /cachetta-lock|\.tmp$/.test(file)) }
  }
}

async function request(port: number, path: string, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
    headers: { connection: 'close' },
    signal: signal ?? null,
  })
  return response.json()
}

type Workers = readonly [ServiceWorker, ServiceWorker, ServiceWorker, ServiceWorker]

const scenarios: Record<string, (service: Service, workers: Workers) => Promise<void>> = {
  /** A worker hangs while it holds the lock. */
  async hangs(service, [a, b, c]) {
    const first = request(a.own, 'user/slow-hangs')
    await service.waitForComputation('slow-hangs')
    process.kill(a.pid, 'SIGSTOP')
    const second = request(b.own, 'quick/slow-hangs')
    await service.waitForComputation('slow-hangs', 2)
    service.finish('slow-hangs')
    expect(await second).toEqual({ id: 'slow-hangs', by: b.pid })
    expect(await request(c.own, 'user/slow-hangs')).toEqual({ id: 'slow-hangs', by: b.pid })
    process.kill(a.pid, 'SIGCONT')
    expect(await first).toMatchObject({ id: 'slow-hangs' })
    expect(await request(b.own, 'log')).toEqual([expect.stringMatching(/the lock of .* is held for too long/)])
  },

  /** What one worker deletes is not answered from the expired memory of another. */
  async expires(service, [a, b]) {
    const get = () => request(a.own, 'remembered/1')
    const first = await get()
    expect(await request(b.own, 'forget/1')).toBe(null)
    expect([await get(), service.countComputations('1')]).toEqual([first, 1]) // fresh in memory
    await request(a.own, 'later')
    await get()
    expect(service.countComputations('1')).toBe(2)
  },

  /** Each verb of one worker wins over the computations of another that began before it. */
  async supersedes(service, [a, b, c]) {
    const verbs = ['write', 'invalidate', 'invalidateTags', 'invalidateAll']
    for (const verb of verbs) {
      const id = `slow-${verb}`
      const calls = [a, a, b].map(({ own }) => request(own, `user/${id}`))
      await service.waitForComputation(id)
      await request(c.own, `${verb}/${id}`)
      service.finish(id)
      for (const user of await Promise.all(calls)) expect(user).toMatchObject({ id })
      const found = await request(c.own, `lookup/${id}`)
      // The third call waited for the lock. It may have computed again, after the change.
      const recomputed = service.countComputations(id) > 1
      if (verb === 'write') expect(found).toMatchObject({ hit: true, value: { by: 'written' } })
      else expect(found).toMatchObject(recomputed ? { hit: true } : { hit: false })
    }
  },

  /** A state that a stranger wrote. */
  async hydrates(service, [a]) {
    const read = service.writeForeignFile('foreign.json')
    for (const path of ['foreign.json', 'cache%2F..%2Fforeign.json']) await request(a.own, `hydrate/${path}`)
    await request(a.own, 'user/1')
    expect(read()).toBe('precious')
    expect(await request(a.own, 'log')).toEqual([expect.stringMatching(/which is not under/)])
  },

  /** The database is down for thousands of requests. */
  async rescues(_service, workers) {
    for (const { own } of workers) expect(await request(own, 'rescued/1')).toMatchObject({ id: '1' })
    for (const { own } of workers) await request(own, 'down/yes')
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(workers.map(({ own }) => request(own, 'rescued/1')))
      for (const answer of answers) expect(answer).toMatchObject({ id: '1' })
    }
    for (const { own } of workers) {
      expect(await request(own, 'log')).toEqual([expect.stringMatching(/the old value is returned \(staleIfError\)/)])
    }
    expect(await request(workers[0].own, 'user/2')).toEqual({ error: 'the database is down' })
    for (const { own } of workers) await request(own, 'down/no')
    expect(await request(workers[0].own, 'user/2')).toMatchObject({ id: '2' })
  },

  /** A worker is killed while it holds the lock. */
  async dies(service, [a, b, c, d]) {
    const first = request(a.own, 'user/slow-dies').catch(() => 'the worker died')
    await service.waitForComputation('slow-dies')
    const others = [b, c, d].map(({ own }) => request(own, 'user/slow-dies'))
    process.kill(a.pid, 'SIGKILL')
    expect(await first).toBe('the worker died')
    await service.waitForComputation('slow-dies', 2)
    service.finish('slow-dies')
    const users = await Promise.all(others)
    expect(new Set(users.map((user) => JSON.stringify(user))).size).toBe(1)
    expect(service.countComputations('slow-dies')).toBe(2)
    const workers = await service.waitForWorkers(5)
    expect(await request(Number(workers[4]?.own), 'user/slow-dies')).toEqual(users[0])
  },

  /** A thread is terminated while it computes. */
  async terminates(_service, [a]) {
    expect(await request(a.own, 'terminate/thread.json')).toBe('computed after thread.json')
  },

  /** Clients go away. */
  async aborts(service, [a]) {
    const clients = [new AbortController(), new AbortController(), new AbortController()] as const
    const [one, two, alone] = clients.map(({ signal }, index) =>
      request(a.own, `user/${index < 2 ? 'slow-shared' : 'slow-alone'}`, signal).catch(({ name }: Error) => name),
    )
    await service.waitForComputation('slow-shared')
    await service.waitForComputation('slow-alone')
    clients[0].abort()
    clients[2].abort()
    expect([await one, await alone]).toEqual(['AbortError', 'AbortError'])
    await expect.poll(() => service.readLines('aborted'), { timeout: 60_000 }).toEqual(['slow-alone'])
    service.finish('slow-shared')
    expect(await two).toEqual({ id: 'slow-shared', by: a.pid })
    expect(service.countComputations('slow-shared')).toBe(1)
    expect(await request(a.own, 'log')).toEqual([])
  },

  /** Requests to all workers compute once. The service ends and leaves only entries. */
  async stops(service, workers) {
    const ports = [...workers, ...workers].flatMap(({ own, shared }) => [own, shared])
    const calls = ports.map((port) => request(port, 'user/slow-once'))
    await service.waitForComputation('slow-once')
    service.finish('slow-once')
    const users = new Set((await Promise.all(calls)).map((user) => JSON.stringify(user)))
    expect([users.size, service.countComputations('slow-once')]).toEqual([1, 1])
    for (const { own } of workers) expect(await request(own, 'log')).toEqual([])
    expect(await service.stop()).toEqual({ stopped: 4, code: 0, rest: [] })
  },
}

describe('a service with four workers', () => {
  const named = promisesOfCache.flatMap(({ number, text, service = [] }) =>
    service.map((name) => ({ number, text, name })),
  )

  for (const { number, text, name } of named) {
    it(`${number}: ${text}, when it ${name}`, async () => {
      const service = new Service()
      const [a, b, c, d] = await service.waitForWorkers(4)
      const scenario = scenarios[name]
      if (!(a && b && c && d && scenario)) throw new Error(`no scenario ${name}`)
      await scenario(service, [a, b, c, d])
      if (name !== 'stops') expect((await service.stop()).code).toBe(0)
    })
  }

  it('has a promise for each of its scenarios', () => {
    expect(Object.keys(scenarios).sort()).toEqual(named.map(({ name }) => name).sort())
  })
})
