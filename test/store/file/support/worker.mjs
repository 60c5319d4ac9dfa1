// The processes of the tests: `node worker.mjs <job> <JSON>`. Each job prints lines about its progress.
import { closeSync, existsSync, openSync } from 'node:fs'
import process from 'node:process'
import { builtInTypes } from '../../../../.cache/modules/entry/allowed-types.js'
import { fileStore } from '../../../../.cache/modules/store/file/file-store.js'
import { lockDirectoryOf } from '../../../../.cache/modules/store/file/lock/holder-name.js'

const [, , job, json] = process.argv
const args = JSON.parse(json)
const store = fileStore(args.options)

const addressOf = (path, key = '') => ({ path, key, exact: false })
const setValue = (address, value) =>
  store.set(address, { key: address.key, storedAt: Date.now(), tags: [], value }, builtInTypes)
const getValue = async (address) => (await store.get(address, builtInTypes))?.value
const print = (...words) => process.stdout.write(`${words.join(' ')}\n`)
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const sleepSync = (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
/** A text of one repeated digit, in which a part of another text would be visible. */
const repeatDigit = (number, length) => String(number % 10).repeat(length)

const jobs = {
  async write({ path, letter, length, milliseconds }) {
    const until = Date.now() + milliseconds
    let written = 0
    for (; Date.now() < until; written += 1) await setValue(addressOf(path), letter.repeat(length))
    print(written)
  },

  async read({ path, length, milliseconds }) {
    const until = Date.now() + milliseconds
    const counts = { reads: 0, torn: 0, missing: 0, thrown: 0 }
    for (; Date.now() < until; counts.reads += 1) {
      try {
        const value = await getValue(addressOf(path))
        if (value === undefined) counts.missing += 1
        else if (value !== value[0].repeat(length)) counts.torn += 1
      } catch {
        counts.thrown += 1
      }
    }
    print(JSON.stringify(counts))
  },

  async writeUntilKilled({ path, length, from }) {
    for (let number = from; ; number += 1) {
      await setValue(addressOf(path), { number, text: repeatDigit(number, length) })
      print(number)
    }
  },

  async manyAtOnce({ path, count, held }) {
    const descriptors = Array.from({ length: held }, () => openSync('/dev/null', 'r'))
    setTimeout(() => {
      for (const fd of descriptors) closeSync(fd)
    }, 200)
    const numbers = Array.from({ length: count }, (_, number) => number)
    const writes = await Promise.allSettled(numbers.map((number) => setValue(addressOf(path, `k${number}`), number)))
    const reads = await Promise.allSettled(numbers.map((number) => getValue(addressOf(path, `k${number}`))))
    const failed = [...writes, ...reads].filter(({ status }) => status === 'rejected')
    const wrong = reads.filter(({ value }, number) => value !== number)
    print(JSON.stringify({ failed: failed.length, wrong: wrong.length, first: failed[0]?.reason.message }))
  },

  /** Writes the entry of each path, in this order. The value is the path. */
  async writeAll({ directory, rounds, names }) {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        const path = `${directory}/${round}/${name}`
        await setValue(addressOf(path), path)
      }
    }
  },

  /** Takes the lock, computes for a while and releases it, several times. Prints when it took and when it released the lock. */
  async compute({ path, milliseconds, rounds }) {
    for (let round = 0; round < rounds; round += 1) {
      print('asks')
      const lock = await store.lock(addressOf(path), true)
      if (lock === null) continue
      print('in', Date.now())
      await sleep(milliseconds)
      print(`out ${await lock.isHeld()}`, Date.now())
      await lock.release()
    }
  },

  /** Computes without a turn of the event loop, so that the lock gets no heartbeat. */
  async computeBusily({ path, milliseconds }) {
    const lock = await store.lock(addressOf(path), true)
    print('in', Date.now())
    sleepSync(milliseconds)
    print(`out ${await lock.isHeld()}`, Date.now())
    await lock.release()
  },

  /** Waits until another process holds the lock, then takes the lock synchronously. */
  async computeBlocking({ path, milliseconds }) {
    while (!existsSync(lockDirectoryOf(path))) await sleep(5)
    print('asks')
    const lock = store.sync.lock(addressOf(path))
    print(lock === null ? 'none' : 'in', Date.now())
    if (lock === null) return
    sleepSync(milliseconds)
    print(`out ${lock.isHeld()}`, Date.now())
    lock.release()
  },

  async hold({ path }) {
    const lock = await store.lock(addressOf(path), true)
    print(lock === null ? 'none' : 'in', Date.now())
    setInterval(() => undefined, 1_000)
  },

  /** Calls each method and does not release the lock. The process must still be able to end. */
  async useAndEnd({ path }) {
    await setValue(addressOf(path), 1)
    store.sync.get(addressOf(path), builtInTypes)
    for await (const _ of store.list(path)) break
    await store.lock(addressOf(path), true)
    print('done')
  },

  /** Calls each method once, and prints what each returned or threw. */
  async tryAll({ path, length }) {
    if (args.user !== undefined && process.getuid() === 0) process.setuid(args.user)
    const address = addressOf(path)
    const outcomeOf = async (call) => {
      try {
        const result = await call()
        return result === undefined || result === null ? 'nothing' : 'something'
      } catch (error) {
        return `${error.name} ${error.cause?.code}`
      }
    }
    print(
      JSON.stringify({
        set: await outcomeOf(() => setValue(address, 'x'.repeat(length))),
        setSync: await outcomeOf(async () =>
          store.sync.set(address, { key: '', storedAt: 0, tags: [], value: 'x'.repeat(length) }, builtInTypes),
        ),
        get: await outcomeOf(() => store.get(address, builtInTypes)),
        stat: await outcomeOf(() => store.stat(address)),
        lock: await outcomeOf(() => store.lock(address, false)),
        sweep: await outcomeOf(() => store.sweep(path)),
        delete: await outcomeOf(() => store.delete(address)),
      }),
    )
  },
}

await jobs[job](args)
