import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { compare } from '../measure.mjs'
import { createUser } from '../values.mjs'

export const miss = {
  name: 'miss',
  work: 'a call that computes and stores 1 kB',
  reason:
    'Eleven calls of the system instead of four: a look for the entry, and the registration by which an invalidation in another process ends the right ' +
    'to store the result.',
  async run({ directory }) {
    const unlocked = createMisses('without the lock', directory, { lock: false })
    const locked = createMisses('with the lock', directory, {})
    const plain = await createPlain(join(directory, 'plain'))
    const plainSync = createPlainSync(join(directory, 'plain-sync'))
    const byPlain = await compare(unlocked, plain)
    const byPlainSync = await compare(unlocked, plainSync)
    const byUnlocked = await compare(locked, unlocked)
    return [
      { ...byPlain, against: 'temporary file + rename; Cachetta without the lock', bar: 2 },
      { ...byPlainSync, against: 'the same with synchronous calls; Cachetta without the lock' },
      { ...byUnlocked, against: 'Cachetta without the lock; Cachetta with the lock', bar: 2, aim: 1.5 },
    ]
  },
}

/** Each call has an argument of its own, so each is a miss. */
function createMisses(name, directory, options) {
  const compute = new Cachetta({ path: join(directory, name, 'user.json'), ...options })(createUser)
  let id = 0
  return {
    name,
    async run(count) {
      for (let index = 0; index < count; index++) await compute(id++)
    },
  }
}

async function createPlain(directory) {
  await mkdir(directory, { recursive: true })
  let id = 0
  return {
    name: 'temporary file + rename',
    async run(count) {
      for (let index = 0; index < count; index++) {
        const file = join(directory, `user-${id}.json`)
        await writeFile(`${file}.tmp`, JSON.stringify(createUser(id++)))
        await rename(`${file}.tmp`, file)
      }
    },
  }
}

function createPlainSync(directory) {
  mkdirSync(directory, { recursive: true })
  let id = 0
  return {
    name: 'temporary file + rename, synchronous',
    run(count) {
      for (let index = 0; index < count; index++) {
        const file = join(directory, `user-${id}.json`)
        writeFileSync(`${file}.tmp`, JSON.stringify(createUser(id++)))
        renameSync(`${file}.tmp`, file)
      }
    },
  }
}
