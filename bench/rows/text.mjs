import { hash } from 'node:crypto'
import { Cachetta, decodeEntry, encodeEntry, memoryStore, writeCache } from 'cachetta'
import superjson from 'superjson'
import { compare } from '../measure.mjs'
import { createRecords } from '../values.mjs'

const value = createRecords(200)
const entry = { key: '1', storedAt: Date.UTC(2026, 0, 1), tags: [], value }

/** Limits of the ratios. A checksum of the text is part of the work. */
const limits = {
  encode: { json: { bar: 1.5, aim: 1.3 }, hashed: { bar: 1.1 } },
  decode: { json: { bar: 1.3, aim: 1.15 }, hashed: {} },
}

export const encode = {
  name: 'encode',
  work: 'encode plain JSON, 200 rows, checksum included',
  reason:
    'Before `JSON.stringify`, one walk over the value finds what JSON would lose (0.4 of its time, a third of that for symbols as keys), and the ' +
    'checksum takes 0.14.',
  async run() {
    const types = await getBuiltInTypes()
    return compareTexts(limits.encode, {
      ours: () => encodeEntry(entry, types),
      json: () => JSON.stringify(value),
      hashed: () => hash('sha256', JSON.stringify(value)),
      superjson: () => superjson.stringify(value),
    })
  },
}

export const decode = {
  name: 'decode',
  work: 'decode plain JSON, 200 rows, checksum included',
  reason:
    'After `JSON.parse`, one walk refuses what no cache has written (0.2 of its time, half of that to find a doubled key by the length of the ' +
    'numbers), and the checksum takes 0.1.',
  async run() {
    const types = await getBuiltInTypes()
    const texts = {
      ours: encodeEntry(entry, types),
      json: JSON.stringify(value),
      superjson: superjson.stringify(value),
    }
    return compareTexts(limits.decode, {
      ours: () => decodeEntry(texts.ours, types),
      json: () => JSON.parse(texts.json),
      hashed: () => [hash('sha256', texts.json), JSON.parse(texts.json)],
      superjson: () => superjson.parse(texts.superjson),
    })
  },
}

async function compareTexts({ json, hashed }, works) {
  const ours = { name: 'Cachetta', run: repeat(works.ours) }
  return [
    { ...(await compare(ours, { name: 'JSON', run: repeat(works.json) })), ...json },
    { ...(await compare(ours, { name: 'JSON + SHA-256', run: repeat(works.hashed) })), ...hashed },
    await compare(ours, { name: 'superjson', run: repeat(works.superjson) }),
  ]
}

function repeat(work) {
  return (count) => {
    for (let index = 0; index < count; index++) work()
  }
}

/** No door exports the built-in types, but a cache passes them to its store with each write. */
async function getBuiltInTypes() {
  const memory = memoryStore()
  let types
  const store = {
    ...memory,
    set(address, entry, allowedTypes) {
      types = allowedTypes
      return memory.set(address, entry, allowedTypes)
    },
  }
  await writeCache(new Cachetta({ path: 'types', store }), 1)
  return types
}
