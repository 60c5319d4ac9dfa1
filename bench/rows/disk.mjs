import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Cachetta, writeCache } from 'cachetta'
import { compare } from '../measure.mjs'
import { loadPeers } from '../peers.mjs'
import { createUser } from '../values.mjs'

const entryCount = 100
const peerNames = ['unstorage', 'cacache', 'write-file-atomic']

export const diskHit = {
  name: 'disk-hit',
  work: 'disk hit, 1 kB',
  run: ({ directory }) => compareDisks(directory, { operation: 'read', bar: 1.25, plainName: 'readFile + JSON.parse' }),
}

export const diskWrite = {
  name: 'disk-write',
  work: 'disk write, 1 kB',
  run: ({ directory }) =>
    compareDisks(directory, { operation: 'write', bar: 1.5, plainName: 'temporary file + rename' }),
}

async function compareDisks(directory, { operation, bar, plainName }) {
  const ours = await createCandidate('Cachetta', createCachettaDisk(directory), operation)
  const plainDisk = await createPlainDisk(join(directory, 'plain'))
  const plain = await createCandidate(plainName, plainDisk, operation)
  const comparisons = [{ ...(await compare(ours, plain)), bar }]
  for (const { name, createDisk } of await loadPeers(peerNames)) {
    const disk = await createDisk(join(directory, name))
    if (disk[operation] === undefined) continue
    comparisons.push(await compare(ours, await createCandidate(name, disk, operation)))
  }
  return comparisons
}

/** Stores the same entries on every disk before the measurement. */
async function createCandidate(name, disk, operation) {
  for (let id = 0; id < entryCount; id++) await disk.write(id, values[id])
  return { name, run: operation === 'read' ? createReads(disk) : createWrites(disk) }
}

const values = Array.from({ length: entryCount }, (_, id) => createUser(id))

function createReads({ read }) {
  return async (count) => {
    for (let index = 0; index < count; index++) await read(index % entryCount)
  }
}

function createWrites({ write }) {
  return async (count) => {
    for (let index = 0; index < count; index++) await write(index % entryCount, values[index % entryCount])
  }
}

function createCachettaDisk(directory) {
  const cache = new Cachetta({ path: join(directory, 'cachetta', 'user.json') })
  const read = cache((id) => {
    throw new Error(`entry ${id} is not on disk`)
  })
  return { read, write: (id, value) => writeCache(cache, value, id) }
}

async function createPlainDisk(directory) {
  await mkdir(directory, { recursive: true })
  const getFile = (id) => join(directory, `user-${id}.json`)
  let count = 0
  return {
    read: async (id) => JSON.parse(await readFile(getFile(id), 'utf8')),
    async write(id, value) {
      const temporary = `${getFile(id)}.${count++}.tmp`
      await writeFile(temporary, JSON.stringify(value))
      await rename(temporary, getFile(id))
    },
  }
}
