// Options, log lines, loggers, and the state of a page that a stranger wrote.
import { Console } from 'node:console'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Cachetta, lookup, memoryStore, readCache, setLogger, writeCache } from 'cachetta'
import { dehydrate, hydrate, prefetch } from 'cachetta/ssr'
import { filesUnder, mapMembers } from './outcome.mjs'

/** Spans that are functions, `file:` URLs, relative paths, a `key` that returns a list. */
export async function spansAndPaths({ directory }) {
  const tokens = new Cachetta({ path: `${directory}/token.json`, staleDuration: '1m' })
  const getToken = tokens(async (id, seconds) => ({ id, seconds }), {
    duration: ({ seconds }, id) => id * seconds * 1_000,
  })
  await getToken(2, 30)
  const { expiresIn } = await tokens.copy({ duration: '7d' }).info(2, 30) // the entry keeps its span
  await getToken(0, 30)
  const never = (await lookup(getToken.cache.copy({ staleDuration: null }), 0, 30)).hit
  const url = new URL('./with space/%C3%BC.json', pathToFileURL(`${directory}/`))
  const byUrl = new Cachetta({ path: url })
  await byUrl(async () => 'by URL')()
  const byText = await readCache(new Cachetta({ path: join(directory, 'with space', 'ü.json') }))
  process.chdir(directory)
  const relative = new Cachetta({ path: './relative' })
  await relative.at('one.json')(async () => 1)()
  mkdirSync('elsewhere')
  process.chdir('elsewhere')
  await relative.at('two.json')(async () => 2)()
  const getUser = relative.at('user.json')(async ({ id }) => id, { key: ({ id }) => ['user', id] })
  await getUser({ id: 1, noise: Math.random() })
  const users = relative.at('user.json')
  const byKey = [
    await readCache(users, ['user', 1]),
    await readCache(getUser.cache, { id: 1 }),
    await readCache(users, 'user', 1),
  ]
  const files = filesUnder(directory).filter((file) => !file.startsWith('token') && !file.startsWith('relative/user'))
  return { expiresIn: expiresIn > 59_000 && expiresIn <= 60_000, never, byText, files, byKey }
}

/** Thousands of equal troubles. */
export async function logFloods({ directory, log }) {
  const files = new Cachetta({ path: `${directory}/floods`, duration: '1h' })
  const cache = files.copy({ store: memoryStore() })
  const fail = () => {
    throw new Error('broken')
  }
  const rounds = 500
  const inner = memoryStore()
  let storeCalls = 0
  const everySecond =
    (call) =>
    async (...given) => {
      storeCalls += 1
      if (storeCalls % 2 === 0) throw new Error('flaky')
      return call(...given)
    }
  const flaky = { ...inner, name: 'flaky', sync: undefined, get: everySecond(inner.get), set: everySecond(inner.set) }
  let isDown = false
  const getRescued = cache.at('rescued')(async (id) => (isDown ? fail() : id), { duration: 0, staleIfError: '1h' })
  await Promise.all(Array.from({ length: 20 }, (_, id) => getRescued(id)))
  const damaged = files.at('damaged')
  for (let id = 0; id < 20; id += 1) {
    await writeCache(damaged, id, id)
    writeFileSync(damaged.pathFor(id), 'junk')
  }
  isDown = true
  const calls = {
    condition: cache.at('condition')(async (id) => id, { condition: fail }),
    tags: cache.at('tags')(async (id) => id, { tags: fail }),
    duration: cache.at('duration')(async (id) => id, { duration: fail }),
    schema: cache.at('schema')(async (id) => id, { schema: fail }),
    staleIfError: (id) => getRescued(id % 20),
    store: new Cachetta({ path: 'flaky', store: flaky })(async (id) => id),
    damaged: (id) => damaged(async () => id, { write: false })(id % 20),
    value: cache.at('value')(async (id) => ({ [`key${id}`]: () => id })),
    arguments: (id) => {
      const argument = { id }
      const call = cache.at('arguments')(async () => sleep(0))(argument)
      argument.id = -1
      return call
    },
  }
  const lines = await mapMembers(calls, async (call) => {
    const before = log.length
    for (let id = 0; id < rounds; id += 1) await call(id)
    return log.length - before
  })
  return { lines }
}

/** A state that names its own paths, or is junk. */
export async function foreignState({ directory, log }) {
  const base = join(directory, 'base')
  const foreign = join(directory, 'foreign.json')
  writeFileSync(foreign, 'precious')
  const cache = new Cachetta({ path: base, duration: '1h' })
  const scope = cache.scope()
  await prefetch(scope, ['user', 1], async () => 'from the server')
  hydrate(cache, dehydrate(scope))
  const entry = { cachetta: 1, key: '1', storedAt: Date.now(), value: 'evil' }
  const stateOf = (...addresses) =>
    JSON.stringify({ cachetta: 1, entries: addresses.map((address) => ({ address, entry })) })
  const paths = [
    `${base}/../foreign.json`,
    foreign,
    '../foreign.json',
    `${base}/a/../../foreign.json`,
    `${base}x`,
    '',
    '.',
    5,
    null,
  ]
  paths.push(
    `${base}/a\0b`,
    `${base}\\..\\foreign.json`,
    pathToFileURL(foreign).href,
    `${base}/..`,
    { path: foreign },
    [foreign],
  )
  for (const path of paths) for (const exact of [true, false]) hydrate(cache, stateOf({ path, key: '1', exact }))
  for (const text of ['', 'null', '[]', '{', '['.repeat(1_000_000), '{"cachetta":1,"entries":[null,5,{},[]]}'])
    hydrate(cache, text)
  hydrate(cache, JSON.stringify({ cachetta: 1, entries: Array.from({ length: 100_000 }, (_, junk) => ({ junk })) }))
  const junkLines = log.length
  hydrate(cache, stateOf({ path: `${base}/below.json`, key: '1', exact: true }))
  await sleep(100)
  const outside = filesUnder(directory).filter((file) => !file.startsWith('base'))
  return {
    foreign: readFileSync(foreign, 'utf8'),
    outside,
    isBounded: junkLines < 20,
    user: await readCache(cache, 'user', 1),
    below: await readCache(new Cachetta({ path: () => `${base}/below.json` }), 1),
  }
}

/** The same two troubles in the loggers of others. */
export async function loggers({ directory }) {
  const { pino, winston } = await import('./libraries.mjs')
  const lines = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trim().split('\n'))
      done()
    },
  })
  const { combine, json } = winston.format
  const winstonLogger = winston.createLogger({
    format: combine(json()),
    transports: [new winston.transports.Stream({ stream })],
  })
  const given = {
    pino: pino(stream),
    pinoChild: pino({ errorKey: 'error' }, stream).child({ part: 'cache' }),
    winston: winstonLogger,
    winstonChild: winstonLogger.child({ part: 'cache' }),
    console: new Console(stream),
    function: (record) =>
      lines.push(JSON.stringify({ ...record, error: String(record.error), cause: String(record.error.cause) })),
    throws: () => {
      lines.push('throws')
      throw new Error('the logger is broken')
    },
    rejects: async () => {
      lines.push('rejects')
      throw new Error('the logger is broken')
    },
  }
  const results = await mapMembers(given, async (logger, name) => {
    lines.length = 0
    setLogger(logger)
    const get = new Cachetta({ path: `${directory}/${name}` })(async () => 'value', {
      condition: () => {
        throw new Error('no condition', { cause: new Error('the cause') })
      },
    })
    const value = await get()
    await sleep(5)
    const text = lines.join('\n')
    return [value, text.includes('the condition of'), text.includes('no condition'), text.includes('the cause')]
  })
  return { results }
}
