// What happens while a value is computed: nested calls, two functions over one path, arguments that change, results that can be read
// only once, signals, schemas.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { EventEmitter, getEventListeners, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cachetta, fileStore, getOrSet, getOrSetSync, lookup, writeCache } from 'cachetta'
import { mapMembers, outcomeOf } from './outcome.mjs'

/** Functions that need the entry that they compute. */
export async function nested({ directory }) {
  const cache = new Cachetta({ path: `${directory}/users.json`, duration: '1h' })
  const sameFile = new Cachetta({ path: `${directory}/users.json`, store: fileStore() })
  const getRaw = cache(async (id) => ({ id }))
  const getUser = cache(async (id) => ({ ...(await getRaw(id)), name: `user ${id}` }))
  const getNewer = cache.copy({ version: 2 })(async (id) => ({ ...(await getUser.refresh(id)), isNew: true }))
  const getRawSync = cache.wrapSync((id) => ({ id }))
  const getUserSync = cache.wrapSync((id) => ({ ...getRawSync(id), isSync: true }))
  const getMixed = cache(async (id) => ({ ...getRawSync(id), isMixed: true }))
  const values = [
    await getUser(1),
    await getNewer(2),
    await getOrSet(cache, () => getOrSet(sameFile, () => getRaw(3), 3), 3),
    ...(await Promise.all([getUser(4), getUser(4)])),
    getUserSync(5),
    getUserSync(5),
    await getMixed(6),
    await getMixed(6),
  ]
  const fibonacci = cache.at('fibonacci')(async (n) =>
    n < 2 ? n : (await fibonacci(n - 1)) + (await fibonacci(n - 2)),
  )
  const factorial = cache.at('factorial').wrapSync((n) => (n < 2 ? 1 : n * factorial(n - 1)))
  const askItself = cache.at('itself')(async (n) => {
    await sleep(1)
    return askItself(n)
  })
  const isEven = cache.at('even')(async (n) => !(await isOdd(n)))
  const isOdd = cache.at('odd')(async (n) => !(await isEven(n)))
  const askItselfSync = cache.at('itself-sync').wrapSync((n) => askItselfSync(n))
  const isEvenSync = cache.at('even-sync').wrapSync((n) => !isOddSync(n))
  const isOddSync = cache.at('odd-sync').wrapSync((n) => !isEvenSync(n))
  const refused = [
    () => askItself(1),
    () => Promise.all([askItself(1), askItself(1)]),
    () => askItself.refresh(1),
    () => isEven(1),
    () => Promise.race([isEven(2), isOdd(2)]),
    () => askItselfSync(1),
    () => askItselfSync.refresh(1),
    () => isEvenSync(1),
  ]
  const errors = []
  for (const call of refused) errors.push(await outcomeOf(call))
  return { values, fibonacci: await fibonacci(30), factorial: factorial(6), errors }
}

/** Two functions over one path. */
export async function twoFunctions({ directory }) {
  const cache = new Cachetta({ path: `${directory}/mixed.json`, duration: '1h' })
  const getRate = cache(async function fetchRate(from, to) {
    await sleep(5)
    return `rate ${from} ${to}`
  })
  const getNews = cache(async function fetchNews(from, to) {
    await sleep(5)
    return `news ${from} ${to}`
  })
  const inFlight = await Promise.all([getRate('EUR', 'CHF'), getNews('EUR', 'CHF'), getRate('EUR', 'CHF')])
  for (let round = 0; round < 50; round += 1) await Promise.all([getRate(round, 1), getNews(round, 1)])

  // A server often wraps the same function again for each request.
  let computed = 0
  const handle = (id) =>
    cache.at('per-request.json')(async (key) => {
      computed += 1
      await sleep(5)
      return key
    })(id)
  const handleOnce = (id) =>
    getOrSet(
      cache.at('once.json'),
      async () => {
        computed += 1
        await sleep(5)
        return id
      },
      id,
    )
  const requests = await Promise.all([handle(1), handle(1), handle(1), handleOnce(2), handleOnce(2), handleOnce(2)])
  for (let user = 0; user < 150; user += 1) {
    await cache.at(`user-${user}`)(async function loadName() {})()
    await cache.at(`user-${user}`)(async function loadMail() {})()
  }
  return { inFlight, requests, computed }
}

/** Arguments that the caller changes while the function runs. */
export async function changedArguments({ directory }) {
  const cache = new Cachetta({ path: `${directory}/changed.json`, duration: '1h' })
  const changes = {
    property: [() => ({ id: 1 }), (user) => Object.assign(user, { id: 2 })],
    removed: [() => ({ id: 1, name: 'a' }), (user) => Reflect.deleteProperty(user, 'name')],
    nested: [() => ({ list: [{ id: 1 }] }), ({ list }) => list.push(2)],
    map: [() => new Map([[1, 1]]), (map) => map.set(2, 2)],
    set: [() => new Set([1]), (set) => set.clear()],
    date: [() => new Date(0), (date) => date.setTime(5)],
    bytes: [() => new Uint8Array([1]), (bytes) => bytes.fill(9)],
    url: [() => new URL('https://a.example/1'), (url) => url.searchParams.set('a', 'b')],
  }
  const hits = await mapMembers(changes, async ([create, change], name) => {
    const get = cache.at(`${name}.json`)(async (argument) => {
      await sleep(2)
      return typeof argument
    })
    const argument = create()
    const call = get(argument)
    change(argument)
    await call
    return [(await get.lookup(create())).hit, (await get.lookup(argument)).hit]
  })
  const getKeyed = cache.at('keyed.json')(
    async (user) => {
      await sleep(2)
      return user.id
    },
    { key: ({ id }) => id },
  )
  const user = { id: 1 }
  const call = getKeyed(user)
  user.id = 2
  const value = await call
  const countSync = cache.at('sync.json').wrapSync((list) => list.push(1))
  countSync([])
  return { hits, value, keyed: (await getKeyed.lookup({ id: 1 })).hit, sync: countSync.lookup([]).hit }
}

/** Resolves when this many calls have joined computations in flight. */
function waitForJoins(count) {
  return new Promise((resolve) => {
    let joins = 0
    const listener = ({ type }) => {
      if (type !== 'joined' || ++joins < count) return
      unsubscribe('cachetta', listener)
      resolve()
    }
    subscribe('cachetta', listener)
  })
}

/** Results that can be read only once, and what cannot be stored. */
export async function readOnce({ directory }) {
  const cache = new Cachetta({ path: `${directory}/once.json`, duration: '1h' })
  const creators = {
    response: () => new Response('{"a":1}'),
    stream: () => new Response('text').body,
    iterator: () => new Map([[1, 1]]).entries(),
    contained: () => ({ list: [new Response('{"a":1}')] }),
    function: () => () => 1,
    promise: () => ({ promise: Promise.resolve(1) }),
  }
  const results = await mapMembers(creators, async (create, name) => {
    let computed = 0
    const load = cache.at(name)(async () => {
      computed += 1
      await sleep(2)
      return create()
    })
    const values = await Promise.all([load(), load(), load()])
    for (let round = 0; round < 50; round += 1) await load()
    return { computed: computed - 50, different: new Set(values).size, hit: (await load.lookup()).hit }
  })
  const load = cache.at('json')(async () => new Response('{"a":1}'))
  const bodies = await Promise.all([load(), load()].map(async (response) => (await response).json()))
  const wrapped = []
  for (const fn of [async function* () {}, function* () {}]) {
    for (const wrap of [cache, (given) => cache.wrapSync(given), (given) => getOrSet(cache, given, 1)]) {
      wrapped.push(await outcomeOf(() => wrap(fn)))
    }
  }
  return { results, bodies, wrapped }
}

/** Signals in the arguments. */
export async function signals({ directory }) {
  const cache = new Cachetta({ path: `${directory}/signals.json`, duration: '1h' })
  const running = new EventEmitter()
  const aborted = []
  /** Runs until `running` says so. The timer keeps the process alive, as the socket of a request would. */
  const wait = async (id, signal) => {
    const socket = setInterval(() => {}, 1000)
    try {
      signal?.addEventListener('abort', () => aborted.push(id))
      const end = once(running, `end ${id}`, { signal })
      running.emit(`begin ${id}`)
      await end
      return `value ${id}`
    } finally {
      clearInterval(socket)
    }
  }
  const getUser = cache(async (id, { signal } = {}) => wait(id, signal))
  const getKeyed = cache.at('keyed')(async ({ id, signal }) => wait(id, signal), { key: ({ id }) => id })

  const leaver = new AbortController()
  const begun = [once(running, 'begin 1'), once(running, 'begin k')]
  const othersJoined = waitForJoins(3)
  const joined = [
    outcomeOf(() => getUser(1, { signal: leaver.signal })),
    outcomeOf(() => getUser(1, { signal: new AbortController().signal })),
    outcomeOf(() => getUser(1)),
    outcomeOf(() => getKeyed({ id: 'k', signal: leaver.signal })),
    outcomeOf(() => getKeyed({ id: 'k', signal: new AbortController().signal })),
  ]
  await Promise.all([...begun, othersJoined])
  leaver.abort(new Error('the caller left'))
  for (const id of ['1', 'k']) running.emit(`end ${id}`)
  const others = await Promise.all(joined)

  const last = new AbortController()
  const begins = once(running, 'begin 2')
  const alone = [1, 2].map(() => outcomeOf(() => getUser(2, { signal: last.signal })))
  await begins
  last.abort(new Error('all left'))
  const aloneOutcomes = await Promise.all(alone)
  running.once('begin 2', () => running.emit('end 2'))
  const getAgain = getUser(2)
  const patient = new AbortController()
  for (let round = 0; round < 20; round += 1) await getUser(1, { signal: patient.signal })
  return {
    others,
    alone: aloneOutcomes,
    aborted,
    before: await outcomeOf(() => getUser(1, { signal: AbortSignal.abort(new Error('too late')) })),
    combined: await outcomeOf(() => getUser(3, { signal: AbortSignal.any([AbortSignal.timeout(5)]) })),
    later: await getAgain,
    listeners: getEventListeners(patient.signal, 'abort').length,
    hit: (await getUser.lookup(1, { signal: patient.signal })).hit,
    inMap: await outcomeOf(() => cache.at('map')(async () => 1)(new Map([['signal', patient.signal]]))),
  }
}

/** Entries of an old version of the application meet the schema of a new one. One use of a function needs no wrapper. */
export async function schemas({ directory }) {
  const { arktype, valibot, zod } = await import('./libraries.mjs')
  const cache = new Cachetta({ path: `${directory}/users.json`, duration: '1h' })
  const own = {
    '~standard': {
      version: 1,
      vendor: 'own',
      validate: (value) => (value?.role ? { value } : { issues: [{ message: 'role is missing', path: ['role'] }] }),
    },
  }
  const requireRole = (value) => {
    if (!value.role) throw new Error('role is missing')
    return value
  }
  const results = await mapMembers({ zod, valibot, arktype, own, requireRole }, async (schema, name) => {
    const old = cache.at(`${name}.json`)
    await writeCache(old, { id: 1 }, 1)
    let computed = 0
    const getUser = old(
      async (id) => {
        computed += 1
        return { id, role: 'user' }
      },
      { schema },
    )
    const before = (await getUser.lookup(1)).hit
    const values = [await getUser(1), await getUser(1)]
    const refused = await outcomeOf(() => writeCache(getUser.cache, { id: 2 }, 2))
    return { before, values, computed, refused: refused?.split(':')[0], stored: (await lookup(old, 2)).hit }
  })
  let computed = 0
  const count = async () => {
    computed += 1
    return computed
  }
  const once = await Promise.all([1, 1, 1].map((id) => getOrSet(cache.at('once'), count, id)))
  once.push(
    await cache.at('once')(count)(1),
    getOrSetSync(cache.at('once'), () => 'never', 1),
  )
  return { results, once, computed }
}
