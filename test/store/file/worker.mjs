// What the tests run as processes of their own: `node worker.mjs <job> <JSON>`. A job says what it does line by line.
import { closeSync, existsSync, openSync } from 'node:fs'
import process from 'node:process'
import { builtInTypes } from '../../../dist/entry/allowed-types.js'
import { fileStore } from '../../../dist/store/file/file-store.js'

const [, , job, text] = process.argv
const given = JSON.parse(text)
const store = fileStore(given.options)

const address = (path, key = '') => ({ path, key, exact: false })
const put = (at, value) => store.set(at, { key: at.key, storedAt: Date.now(), tags: [], value }, builtInTypes)
const get = async (at) => (await store.get(at, builtInTypes))?.value
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`)
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
/** Text of one letter that tells when a piece of it is of another time. */
const block = (number, length) => String(number % 10).repeat(length)

const jobs = {
  async write({ path, letter, length, milliseconds }) {
    const until = Date.now() + milliseconds
    let written = 0
    for (; Date.now() < until; written += 1) await put(address(path), letter.repeat(length))
    say(written)
  },

  async read({ path, length, milliseconds }) {
    const until = Date.now() + milliseconds
    const seen = { reads: 0, torn: 0, missing: 0, thrown: 0 }
    for (; Date.now() < until; seen.reads += 1) {
      try {
        const value = await get(address(path))
        if (value === undefined) seen.missing += 1
        else if (value !== value[0].repeat(length)) seen.torn += 1
      } catch {
        seen.thrown += 1
      }
    }
    say(JSON.stringify(seen))
  },

  async writeUntilKilled({ path, length, from }) {
    for (let number = from; ; number += 1) {
      await put(address(path), { number, text: block(number, length) })
      say(number)
    }
  },

  async manyAtOnce({ path, count, held }) {
    const descriptors = Array.from({ length: held }, () => openSync('/dev/null', 'r'))
    setTimeout(() => {
      for (const fd of descriptors) closeSync(fd)
    }, 200)
    const numbers = Array.from({ length: count }, (_, number) => number)
    const writes = await Promise.allSettled(numbers.map((number) => put(address(path, `k${number}`), number)))
    const reads = await Promise.allSettled(numbers.map((number) => get(address(path, `k${number}`))))
    const failed = [...writes, ...reads].filter(({ status }) => status === 'rejected')
    const wrong = reads.filter(({ value }, number) => value !== number)
    say(JSON.stringify({ failed: failed.length, wrong: wrong.length, first: failed[0]?.reason.message }))
  },

  /** Takes the lock, computes for a while, and does so again; says when it came in and went out. */
  async compute({ path, milliseconds, rounds }) {
    for (let round = 0; round < rounds; round += 1) {
      say('asks')
      const lock = await store.lock(address(path), true)
      if (lock === null) continue
      say('in', Date.now())
      await pause(milliseconds)
      say(`out ${await lock.isHeld()}`, Date.now())
      await lock.release()
    }
  },

  /** Computes without giving the event loop a turn. */
  async computeBusily({ path, milliseconds }) {
    const lock = await store.lock(address(path), true)
    say('in', Date.now())
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
    say(`out ${await lock.isHeld()}`, Date.now())
    await lock.release()
  },

  /** Computes in its turn, once there is another whose turn it is. */
  async computeBlocking({ path, milliseconds }) {
    while (!existsSync(`${path}.lock`)) await pause(5)
    say('asks')
    const lock = store.sync.lock(address(path))
    say(lock === null ? 'none' : 'in', Date.now())
    if (lock === null) return
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
    say(`out ${lock.isHeld()}`, Date.now())
    lock.release()
  },

  async hold({ path }) {
    const lock = await store.lock(address(path), true)
    say(lock === null ? 'none' : 'in', Date.now())
    setInterval(() => undefined, 1_000)
  },

  /** Uses everything and gives nothing back: the process must be able to end all the same. */
  async useAndEnd({ path }) {
    await put(address(path), 1)
    store.sync.get(address(path), builtInTypes)
    for await (const _ of store.list(path)) break
    await store.lock(address(path), true)
    say('done')
  },

  /** Does each thing once, and says of each what came of it. */
  async tryAll({ path, length }) {
    if (given.user !== undefined && process.getuid() === 0) process.setuid(given.user)
    const at = address(path)
    const outcome = async (act) => {
      try {
        const answer = await act()
        return answer === undefined || answer === null ? 'nothing' : 'something'
      } catch (error) {
        return `${error.name} ${error.cause?.code}`
      }
    }
    say(
      JSON.stringify({
        set: await outcome(() => put(at, 'x'.repeat(length))),
        setSync: await outcome(async () =>
          store.sync.set(at, { key: '', storedAt: 0, tags: [], value: 'x'.repeat(length) }, builtInTypes),
        ),
        get: await outcome(() => store.get(at, builtInTypes)),
        stat: await outcome(() => store.stat(at)),
        lock: await outcome(() => store.lock(at, false)),
        sweep: await outcome(() => store.sweep(path)),
        delete: await outcome(() => store.delete(at)),
      }),
    )
  },
}

await jobs[job](given)
