// What other processes and threads do meanwhile: they hold locks, hang, die, invalidate and write.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Cachetta, lookup, TimeoutError, writeCache } from 'cachetta'
import { filesUnder } from './outcome.mjs'

const program = fileURLToPath(new URL('main.mjs', import.meta.url))

/** Starts another process of this tool. Resolves when it has printed its first line. */
async function start(command, directory, options) {
  const child = spawn(process.execPath, [program, command, directory, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface(child.stdout), 'line')
  return child
}

/** Computes an entry without end. */
export async function hold({ directory, name }) {
  const cache = new Cachetta({ path: `${directory}/${name}` })
  void cache(() => {
    process.stdout.write('holds\n')
    return sleep(600_000)
  })()
  await sleep(600_000)
}

/** A holder of the lock that is alive and hangs, one that is stopped, one that was killed, a thread that was terminated. */
export async function hangingHolders({ directory, log }) {
  const compute = (name, lock) =>
    new Cachetta({ path: `${directory}/${name}`, lock, duration: '1h' })(async () => name)()
  const names = ['hangs', 'stopped', 'killed']
  const holders = await Promise.all(names.map((name) => start('hold', directory, { name })))
  const values = [await compute('hangs', '200ms')]
  holders[1].kill('SIGSTOP')
  values.push(await compute('stopped', '200ms'))
  const lines = log.length
  // These two would wait for an hour.
  holders[2].kill('SIGKILL')
  await once(holders[2], 'exit')
  values.push(await compute('killed', '1h'))
  const thread = new Worker(new URL('thread.mjs', import.meta.url), { workerData: `${directory}/terminated` })
  await once(thread, 'message')
  await thread.terminate()
  values.push(await compute('terminated', '1h'))
  for (const holder of holders) holder.kill('SIGKILL')

  const seen = []
  const hang = new Cachetta({ path: `${directory}/timeout`, timeout: '50ms' })(async ({ signal }) => {
    seen.push(signal)
    await new Promise(() => {})
  })
  const errors = [1, 2].map(() => hang({ signal: new AbortController().signal }).catch((error) => error))
  const timeouts = (await Promise.all(errors)).map((error) => error instanceof TimeoutError)
  let calls = 0
  const rescued = new Cachetta({ path: `${directory}/rescued`, duration: 0, timeout: '50ms', staleIfError: '1h' })(
    () => {
      calls += 1
      return calls === 1 ? Promise.resolve('old value') : new Promise(() => {})
    },
  )
  values.push(await rescued(), await rescued())
  return { values, lines, timeouts, computed: seen.length, aborted: seen.every((signal) => signal.aborted), calls }
}

/** Deletes an entry. */
export async function forget({ directory }) {
  await new Cachetta({ path: `${directory}/user.json` }).invalidate(1)
  return {}
}

/** Memory that has expired does not outlive what another process deleted. */
export async function expiredMemory({ directory }) {
  const { now } = Date
  const cache = new Cachetta({
    path: `${directory}/user.json`,
    lruSize: 10,
    duration: '1m',
    staleDuration: '1h',
    staleIfError: '1d',
  })
  let version = 0
  const getUser = cache(async () => {
    version += 1
    return version
  })
  const values = [await getUser(1), await getUser(1)]
  await once(await start('forget', directory, {}), 'close')
  values.push(await getUser(1)) // still fresh in memory
  Date.now = () => now() + 120_000
  values.push(await getUser(1), version)
  Date.now = now
  return { values }
}

const verbs = {
  invalidate: (cache) => cache.invalidate(1),
  invalidateAll: (cache) => cache.invalidateAll(),
  invalidateTags: (cache) => cache.invalidateTags('team'),
  writeCache: (cache) => writeCache(cache, 'written', 1),
}

function createCases(directory) {
  return Object.keys(verbs).flatMap((verb) =>
    [true, false].flatMap((lock) =>
      [true, false].map((exists) => {
        const path = `${directory}/${verb}-${lock}-${exists}/user.json`
        return { verb, exists, cache: new Cachetta({ path, lock, tags: ['team'], duration: '1h' }) }
      }),
    ),
  )
}

/** Applies each verb to its own cache. */
export async function change({ directory }) {
  for (const { verb, cache } of createCases(directory)) await verbs[verb](cache)
  return {}
}

/** Each verb of another process wins over a computation that began before it. */
export async function races({ directory }) {
  const cases = createCases(directory)
  const returned = []
  const waiting = []
  let finish
  const finished = new Promise((resolve) => {
    finish = resolve
  })
  for (const { cache, exists } of cases) {
    if (exists) await writeCache(cache, 'older', 1)
    await new Promise((started) => {
      const compute = async () => {
        started()
        await finished
        return 'computed'
      }
      waiting.push(cache(compute).refresh(1))
    })
  }
  await once(await start('change', directory, {}), 'close')
  finish()
  for (const call of waiting) returned.push(await call)
  const found = {}
  for (const { verb, cache } of cases) {
    found[verb] ??= []
    found[verb].push((await lookup(cache, 1)).value ?? 'nothing')
  }
  const rest = filesUnder(directory).filter((file) => file.endsWith('-lock') || file.endsWith('.tmp'))
  return { returned: [...new Set(returned)], found, rest: rest.length }
}
