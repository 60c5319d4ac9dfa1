// Files: what is no regular file, crafted texts, names, entries below entries, bounds, many entries, what is left behind.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { format, inspect } from 'node:util'
import { Cachetta, fileStore, lookup, lookupSync, memoryStore, writeCache } from 'cachetta'
import { storageStore } from 'cachetta/storage'
import { filesUnder, mapMembers, outcomeOf } from './outcome.mjs'

const creators = {
  pipe: (path) => execFileSync('mkfifo', [path]),
  device: (path) => symlinkSync('/dev/zero', path),
  linkToPipe: (path) => {
    execFileSync('mkfifo', [`${path}.pipe`])
    symlinkSync(`${path}.pipe`, path)
  },
  loop: (path) => symlinkSync(path, path),
  directory: (path) => mkdirSync(path),
  socket: async (path) => {
    const server = createServer().listen(path).unref()
    await once(server, 'listening')
  },
  large: (path) => {
    writeFileSync(path, '{"cachetta":1,"key":"')
    truncateSync(path, 600_000_000) // has no blocks on the disk
  },
}

/** Pipes, devices, links, sockets and a large file at the path of an entry, and at that of its lock. */
export async function irregularFiles({ directory }) {
  const cache = new Cachetta({ path: directory, duration: '1h', lock: '100ms' })
  const stillThere = cache.at('others')
  for (const [kind, create] of Object.entries(creators)) {
    mkdirSync(join(directory, 'others', kind), { recursive: true })
    await create(join(directory, 'others', kind, 'file'))
  }
  const found = await mapMembers(creators, async (create, kind) => {
    const entry = join(directory, `${kind}.json`)
    const lock = join(directory, `.${kind}-lock.json.cachetta-lock`)
    await Promise.all([create(entry), create(lock)])
    const values = []
    for (const name of [`${kind}.json`, `${kind}-lock.json`]) {
      values.push(await cache.at(name)(async () => 'value')(), cache.at(name).wrapSync(() => 'other')())
      values.push((await lookup(cache.at(name))).hit)
    }
    return values
  })
  let entries = 0
  for await (const _entry of cache.entries()) entries += 1
  await cache.prune()
  await cache.invalidateTags('team')
  await stillThere.invalidateAll()
  const others = readdirSync(join(directory, 'others')).length
  return { found, entries, others, usesLittleMemory: process.resourceUsage().maxRSS < 400_000 }
}

/** Texts that anyone could have written, with a right checksum. */
export async function craftedTexts({ directory }) {
  const cache = new Cachetta({ path: `${directory}/crafted.json`, duration: '1h' })
  const head = `{"cachetta":1,"key":"","storedAt":${Date.now()},"checksum":"`
  const textOf = (value, meta = '') => {
    const tail = `",\n"value":${value}${meta && `,\n"meta":{"values":${meta},"v":1}`}}\n`
    return head + createHash('sha256').update(head).update(tail).digest('hex') + tail
  }
  const annotations = Array.from({ length: 100_000 }, (_, index) => `"k${index}":["Date"]`)
  const texts = {
    good: textOf('{"a":1}'),
    sameKeyTwice: textOf('{"a":1,"a":2}'),
    escapedKeyTwice: textOf('{"a":1,"\\u0061":2}'),
    infinite: textOf('[1e999]'),
    levels: textOf('['.repeat(1_000) + ']'.repeat(1_000)),
    brackets: textOf('['.repeat(5_000_000)),
    annotations: textOf('1', `{${annotations}}`),
    longBigint: textOf(`"${'9'.repeat(2_000_000)}"`, '["bigint"]'),
    proto: textOf('{"\\u005f_proto__":{"polluted":1}}'),
    unknownClass: textOf('{}', '[["class","Ghost"]]'),
    notByCachetta: '{"a":1}',
    halfWritten: textOf('{"a":1}').slice(0, -4),
  }
  const hits = await mapMembers(texts, async (text) => {
    writeFileSync(cache.pathFor(), text)
    return [(await lookup(cache)).hit, lookupSync(cache).hit]
  })
  return { hits, polluted: {}.polluted ?? null }
}

/** Names that the store uses itself. */
export async function reservedNames({ directory }) {
  const cache = new Cachetta({ path: `${directory}/names`, duration: '1h', lock: '1h' })
  const names = [
    'x',
    'x.lock',
    '.x.cachetta-lock',
    '.x.cachetta-lock_',
    '.x.cachetta-1.tmp',
    'x.cachetta-entry',
    'x.cachetta-entry_',
  ]
  names.push('.cachetta-tags', '.cachetta', 'con', ' ', 'x\n', 'X', '-')
  const compute = ([name, ...rest]) =>
    cache.at(name)(async () => (rest.length > 0 ? [name, ...(await compute(rest))] : [name]))()
  const values = await compute(names)
  const stored = []
  for (const name of names) stored.push((await lookup(cache.at(name))).value?.[0] === name)
  const files = new Set(names.map((name) => cache.at(name).pathFor())).size
  await cache.invalidateAll()
  return {
    isWhole: values.length === names.length,
    stored: stored.every(Boolean),
    files: files === names.length,
    rest: filesUnder(directory),
  }
}

/** A store of a stranger, whose lists are junk. */
export async function junkStore() {
  const inner = memoryStore()
  const lists = {
    junk: async function* () {
      yield* [null, undefined, 5, 'x', {}, [], { path: 'base/x' }, { address: null }]
    },
    endless: async function* () {
      for (;;) yield {}
    },
    nothing: () => null,
    throws: () => {
      throw 5
    },
    notDone: () => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1 }) }) }),
  }
  const results = await mapMembers(lists, async (list) => {
    const cache = new Cachetta({
      path: 'base',
      store: { ...inner, name: 'junk', sync: undefined, list },
      tags: ['team'],
    })
    const countEntries = async () => {
      let count = 0
      for await (const _entry of cache.entries()) count += 1
      return count
    }
    const calls = [() => cache.invalidateAll(), countEntries, () => cache.prune(), () => cache.invalidateTags('team')]
    const outcomes = []
    for (const call of calls) outcomes.push((await outcomeOf(call)) ?? 'done')
    return outcomes
  })
  return { results }
}

/** An entry, and entries below it, in any order. */
export async function entriesBelow({ directory }) {
  const orders = { down: [0, 1, 2], up: [2, 1, 0], mixed: [1, 2, 0] }
  const results = await mapMembers(orders, async (order, name) => {
    const rates = new Cachetta({ path: `${directory}/${name}/rates.json`, duration: '1h' })
    const levels = [rates, rates.at('parsed.json'), rates.at('parsed.json', 'deep.json')]
    for (const level of order) {
      await levels[level](async () => level)()
      levels[level].wrapSync((id) => `${level} ${id}`)('id')
    }
    const values = []
    for (const level of levels) values.push((await lookup(level)).value, lookupSync(level, 'id').value)
    const areNamed = levels.every((level) => existsSync(level.pathFor()))
    let listed = 0
    for await (const _entry of rates.entries()) listed += 1
    await levels[2].invalidateAll()
    const kept = []
    for (const level of levels) kept.push(await level.exists())
    await rates.invalidateAll()
    return { values, areNamed, listed, kept, rest: filesUnder(`${directory}/${name}`) }
  })
  return { results }
}

/** A storage of texts that holds 20,000 characters. */
function createSmallStorage() {
  const items = new Map()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem(key, text) {
      const others = [...items].filter(([name]) => name !== key)
      const size = others.reduce((sum, [name, value]) => sum + name.length + value.length, key.length + text.length)
      if (size > 20_000) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' })
      items.set(key, text)
    },
  }
}

/** An entry that is larger than its store may be. */
export async function tooLarge({ directory, log }) {
  const stores = { file: fileStore({ maxBytes: 20_000 }), storage: storageStore(createSmallStorage()) }
  const results = await mapMembers(stores, async (store, name) => {
    const cache = new Cachetta({ path: `${directory}/${name}.json`, store, duration: '1h' })
    const getText = cache(async (size) => 'x'.repeat(size))
    for (let size = 0; size < 10; size += 1) await getText(size)
    const before = log.length
    const lengths = []
    for (let round = 0; round < 50; round += 1) lengths.push((await getText(50_000)).length)
    const lines = log.length - before
    const countSmall = async () => {
      let count = 0
      for (let size = 0; size < 10; size += 1) if ((await getText.lookup(size)).hit) count += 1
      return count
    }
    const kept = await countSmall()
    for (let size = 5_000; size < 5_010; size += 1) await getText(size)
    return {
      computed: new Set(lengths).size,
      lines,
      kept,
      newest: (await getText.lookup(5_009)).hit,
      after: await countSmall(),
    }
  })
  const written = await outcomeOf(() =>
    writeCache(new Cachetta({ path: directory, store: stores.file }).at('e'), 'x'.repeat(30_000)),
  )
  return { results, written: written?.split(':')[0] }
}

/** Many entries. `milliseconds` is a report. */
export async function manyEntries({ directory, count }) {
  const cache = new Cachetta({ path: `${directory}/many/entry.json`, duration: '1h' })
  const getRow = cache(async (id) => ({ id }), { tags: (_row, id) => (id % 100 === 0 ? ['hundred'] : ['other']) })
  for (let id = 0; id < count; id += 100)
    await Promise.all(Array.from({ length: 100 }, (_, index) => getRow(id + index)))
  const other = new Cachetta({ path: `${directory}/other.json`, duration: '1h' })(async (id) => id)
  const milliseconds = {}
  let served = 0
  /** Measures a call, and makes other calls meanwhile. */
  const measure = async (name, call) => {
    const start = performance.now()
    let isRunning = true
    const meanwhile = (async () => {
      while (isRunning) {
        await other(served % 10)
        served += 1
        await new Promise(setImmediate)
      }
    })()
    const result = await call()
    milliseconds[name] = Math.round(performance.now() - start)
    isRunning = false
    await meanwhile
    return result
  }
  const listed = await measure('entries', async () => {
    let entries = 0
    for await (const _entry of cache.entries()) entries += 1
    return entries
  })
  await measure('invalidateTags', () => getRow.cache.invalidateTags('hundred'))
  const countFiles = () => filesUnder(`${directory}/many`).filter((file) => !file.includes('cachetta-tags')).length
  const withoutHundreds = countFiles()
  await measure('prune', () => cache.prune())
  const afterPrune = countFiles()
  await measure('invalidateAll', () => cache.invalidateAll())
  return { listed, withoutHundreds, afterPrune, rest: countFiles(), served: served > 0, milliseconds }
}

/** What remains where nothing could be stored, and what a cache prints. */
export async function leftovers({ directory }) {
  const cache = new Cachetta({ path: `${directory}/a/b/c.json`, duration: '1h' })
  await cache(async () => () => 1)()
  await cache.at('condition')(async () => 1, { condition: () => false })()
  await outcomeOf(cache.at('failed')(async () => Promise.reject(new Error('failed'))))
  await outcomeOf(() => writeCache(cache.at('symbol'), Symbol('x')))
  cache.at('sync').wrapSync(() => () => 1)()
  const getUser = cache(async () => 1)
  const printed = [inspect(cache), format(cache), inspect({ cache }), inspect(getUser)].map((text) =>
    text.replaceAll(directory, '.'),
  )
  return { files: readdirSync(directory), info: await cache.info(1), printed }
}

/** Misses with and without the lock. `milliseconds` is a report. */
export async function misses({ directory, count }) {
  const milliseconds = {}
  const results = await mapMembers({ locked: true, unlocked: false }, async (lock, name) => {
    let computed = 0
    const get = new Cachetta({ path: `${directory}/${name}/e.json`, lock, duration: '1h' })(async (id) => {
      computed += 1
      return id
    })
    const start = performance.now()
    for (let id = 0; id < count; id += 1) await get(id)
    milliseconds[name] = (performance.now() - start) / count
    for (let id = 0; id < count; id += 1) await get(id)
    const texts = filesUnder(`${directory}/${name}`).map((file) => readFileSync(`${directory}/${name}/${file}`, 'utf8'))
    return { computed, files: texts.length, areEntries: texts.every((text) => text.startsWith('{"cachetta":2,')) }
  })
  return { results, milliseconds }
}
