import { hash } from 'node:crypto'
import superjson from 'superjson'
import { builtInTypes } from '../../dist/entry/allowed-types.js'
import { decodeEntry, encodeEntry } from '../../dist/entry/text.js'
import { compare } from '../measure.mjs'
import { createRecords } from '../values.mjs'

// The row imports single files of dist/, because no door exports the built-in types.

const value = createRecords(200)
const entry = { key: '1', storedAt: Date.UTC(2026, 0, 1), tags: [], value }

export const encode = {
  name: 'encode',
  work: 'encode plain JSON, 200 rows, checksum included',
  run: () =>
    compareTexts({
      ours: () => encodeEntry(entry, builtInTypes),
      json: () => JSON.stringify(value),
      hashed: () => hash('sha256', JSON.stringify(value)),
      superjson: () => superjson.stringify(value),
    }),
}

export const decode = {
  name: 'decode',
  work: 'decode plain JSON, 200 rows, checksum included',
  run() {
    const texts = {
      ours: encodeEntry(entry, builtInTypes),
      json: JSON.stringify(value),
      superjson: superjson.stringify(value),
    }
    return compareTexts({
      ours: () => decodeEntry(texts.ours, builtInTypes),
      json: () => JSON.parse(texts.json),
      hashed: () => [hash('sha256', texts.json), JSON.parse(texts.json)],
      superjson: () => superjson.parse(texts.superjson),
    })
  },
}

async function compareTexts(works) {
  const ours = { name: 'Cachetta', run: repeat(works.ours) }
  return [
    { ...(await compare(ours, { name: 'JSON', run: repeat(works.json) })), bar: 1.3 },
    await compare(ours, { name: 'JSON + SHA-256', run: repeat(works.hashed) }),
    await compare(ours, { name: 'superjson', run: repeat(works.superjson) }),
  ]
}

function repeat(work) {
  return (count) => {
    for (let index = 0; index < count; index++) work()
  }
}
