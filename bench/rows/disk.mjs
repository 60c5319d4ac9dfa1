import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Cachetta, writeCache } from 'cachetta'
import { compare } from '../measure.mjs'
import { peers } from '../peers.mjs'
import { user } from '../values.mjs'

const entries = 100
const names = ['unstorage', 'cacache', 'write-file-atomic']

export const diskHit = {
  name: 'disk-hit',
  work: 'disk hit, 1 kB',
  run: ({ directory }) => compareDisks(directory, { verb: 'read', bar: 1.25, plain: 'readFile + JSON.parse' }),
}

export const diskWrite = {
  name: 'disk-write',
  work: 'disk write, 1 kB',
  run: ({ directory }) => compareDisks(directory, { verb: 'write', bar: 1.5, plain: 'temporary file + rename' }),
}

async function compareDisks(directory, { verb, bar, plain }) {
  const ours = await filled('Cachetta', cachettaDisk(directory), verb)
  const comparisons = [
    { ...(await compare(ours, await filled(plain, await plainDisk(join(directory, 'plain')), verb))), bar },
  ]
  for (const { name, disk } of await peers(names)) {
    const theirs = await disk(join(directory, name))
    if (theirs[verb] !== undefined) comparisons.push(await compare(ours, await filled(name, theirs, verb)))
  }
  return comparisons
}

/** Every disk holds the same entries before it is measured. */
async function filled(name, disk, verb) {
  for (let id = 0; id < entries; id++) await disk.write(id, values[id])
  return { name, run: verb === 'read' ? reads(disk) : writes(disk) }
}

const values = Array.from({ length: entries }, (_, id) => user(id))

function reads({ read }) {
  return async (count) => {
    for (let index = 0; index < count; index++) await read(index % entries)
  }
}

function writes({ write }) {
  return async (count) => {
    for (let index = 0; index < count; index++) await write(index % entries, values[index % entries])
  }
}

function cachettaDisk(directory) {
  const cache = new Cachetta({ path: join(directory, 'cachetta', 'user.json') })
  const read = cache((id) => {
    throw new Error(`entry ${id} is not on disk`)
  })
  return { read, write: (id, value) => writeCache(cache, value, id) }
}

async function plainDisk(directory) {
  await mkdir(directory, { recursive: true })
  const file = (id) => join(directory, `user-${id}.json`)
  let count = 0
  return {
    read: async (id) => JSON.parse(await readFile(file(id), 'utf8')),
    async write(id, value) {
      const temporary = `${file(id)}.${count++}.tmp`
      await writeFile(temporary, JSON.stringify(value))
      await rename(temporary, file(id))
    },
  }
}
