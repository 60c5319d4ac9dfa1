// Values and arguments of every kind: of another realm, with unusual keys, with accessors that throw, with private state.
import { isDeepStrictEqual } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { Cachetta, hash, lookup, lookupSync, writeCache } from 'cachetta'
import { mapMembers, outcomeOf } from './outcome.mjs'

const NO_VALUE = new Error('no value')

/** Values that code in another realm has made: in Jest, in the vm pools of Vitest. */
export async function otherRealm({ directory }) {
  const context = createContext({})
  const far = (code) => runInContext(`(${code})`, context)
  const near = (code) => runInContext(`(${code})`, createContext(globalThis)) ?? null
  const cache = new Cachetta({ path: `${directory}/realm.json`, duration: '1h' })
  const codes = {
    object: '{ a: [1, { b: null }] }',
    date: '[new Date(5), new Date(NaN)]',
    map: 'new Map([[{ a: 1 }, new Set([1n])]])',
    error: 'Object.assign(new TypeError("x", { cause: new RangeError("y") }), { code: "E" })',
    bytes: '[new Uint8Array([1, 2]), new ArrayBuffer(2), new DataView(new ArrayBuffer(2))]',
    regExp: '/a/gi',
    nullPrototype: 'Object.assign(Object.create(null), { a: 1 })',
    instance: 'new (class User { id = 1 })',
    boxed: 'new String("x")',
    subclass: 'new (class Registry extends Map {})',
    symbol: '{ [Symbol("x")]: 1 }',
  }
  const stored = await mapMembers(codes, async (code, name) => {
    const get = cache.at(name)(async () => far(code))
    await get()
    const { hit, value } = await get.lookup()
    if (!hit) return false
    return Object.getPrototypeOf(value) === null || value instanceof Object
  })
  const keys = [
    '{ a: [1] }',
    '[new Date(5)]',
    'new Map([[1, { a: 1n }]])',
    'Object.assign(Object.create(null), { a: 1 })',
  ]
  const equalKeys = keys.map((code) => hash(far(code)) === hash(near(code)))
  equalKeys.push(hash(far('Object.assign(Object.create(null), { a: 1 })')) === hash({ a: 1 }))
  const thrown = await outcomeOf(cache.at('thrown')(async () => far('(() => { throw new RangeError("far") })()')))
  return { stored, equalKeys, thrown }
}

/** Keys of data that look like parts of the language or of the file format. */
export async function keysOfData({ directory }) {
  const cache = new Cachetta({ path: `${directory}/data.json`, duration: '1h' })
  const circular = { date: new Date(1) }
  circular.self = circular
  const values = {
    constructor: { constructor: 1, prototype: { a: 1 }, toString: 2, hasOwnProperty: 3, valueOf: 4 },
    rich: { constructor: new Date(1), prototype: new Map([['constructor', { toString: 1n }]]) },
    dots: {
      'a.b': new Date(1),
      'a\\.b': { 'c.d': 5n },
      '': undefined,
      '\\': new Set([1]),
      a: { b: new Date(2) },
      0: Number.NaN,
    },
    superjson: { json: { a: 1 }, meta: { values: { a: ['Date'] } } },
    entry: { cachetta: 1, key: 'x', value: new Date(3), checksum: 'y' },
    accessors: { __defineGetter__: 1, __lookupSetter__: new Date(2) },
    protoInMap: new Map([['__proto__', 1]]),
    texts: { '\ud800': '\udfff', '\u2028': '\0', length: 5 },
    numbers: [-0, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 5e-324],
    circular,
    proto: JSON.parse('{ "a": [{ "__proto__": { "polluted": 1 } }] }'),
    bigint: [10n ** 100_000n],
  }
  const stored = await mapMembers(values, async (value, name) => {
    const get = cache.at(name)(async () => value)
    await get()
    const results = [await get.lookup(), lookupSync(get.cache)]
    return results.every(({ hit, value: found }) => hit && isDeepStrictEqual(found, value))
  })
  return { stored, polluted: {}.polluted ?? null }
}

/** One rich value among many plain ones, and a large value. */
export async function richValues({ directory, count }) {
  const cache = new Cachetta({ path: `${directory}/rich.json`, duration: '1h' })
  const rows = Array.from({ length: count }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] }))
  const found = {}
  const milliseconds = {}
  for (const [name, value] of Object.entries({
    plain: rows,
    rich: [...rows, new Date(1)],
    deep: { rows, at: { date: new Date(1) } },
  })) {
    const start = performance.now()
    await writeCache(cache.at(name), value)
    const written = performance.now()
    found[name] = isDeepStrictEqual((await lookup(cache.at(name))).value, value)
    milliseconds[name] = [written - start, performance.now() - written].map(Math.round)
  }
  return { found, milliseconds }
}

/** Values whose own code throws. */
export async function throwingValues({ directory, log }) {
  const cache = new Cachetta({ path: `${directory}/throwing.json`, duration: '1h' })
  const fail = () => {
    throw NO_VALUE
  }
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  let deep = 1
  for (let level = 0; level < 20_000; level += 1) deep = [deep]
  const holes = []
  holes.length = 4_000_000_000
  const accessor = {
    get x() {
      return fail()
    },
  }
  const values = {
    accessor,
    deepAccessor: [new Date(1), { list: [accessor] }],
    toJSON: { toJSON: fail },
    proxy: new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail }),
    proxyOfList: new Proxy([1], { get: fail }),
    revoked,
    throwsNull: {
      get x() {
        throw null
      },
    },
    throwsItself: {
      get x() {
        throw this
      },
    },
    error: Object.defineProperty(new Error('x'), 'message', { get: fail, enumerable: true }),
    tag: {
      get [Symbol.toStringTag]() {
        return fail()
      },
    },
    deep,
    holes,
  }
  const results = await mapMembers(values, async (value, name) => {
    const get = cache.at(name)(async () => ({ value }))
    const isReturned = (await get()).value === value
    const written = await outcomeOf(() => writeCache(cache.at(name), value))
    const asArgument = await outcomeOf(() => cache.at('argument')(async () => 1)(value))
    return [isReturned, (await get.lookup()).hit, String(written).split(':')[0], String(asArgument).split(':')[0]]
  })
  const troubles = log.length
  // A real failure of the store is still told.
  await new Cachetta({ path: '/dev/null/entry.json' })(async () => 1)()
  return { results, troubles, failures: log.slice(troubles).map((line) => line.split(':')[1]) }
}

/** Classes whose instances would not come back as they were. */
export async function privateState({ directory }) {
  class Account {
    #balance = 5
    id = 1
    get balance() {
      return this.#balance
    }
  }
  class Savings extends Account {
    rate = 2
  }
  class Secret {
    #read() {
      return 1
    }
    read() {
      return this.#read()
    }
  }
  class Branded {
    #brand
    static is(value) {
      return #brand in value
    }
  }
  class Registry extends Map {}
  class Hidden {
    constructor() {
      Object.defineProperty(this, 'hidden', { value: 1 })
    }
  }
  class User {
    id = 1
    static #count = 0
    static count() {
      return User.#count
    }
    get name() {
      return `user ${this.id}`
    }
  }
  class Failure extends Error {
    details = new Date(1)
  }
  const results = await mapMembers(
    { Account, Savings, Secret, Branded, Registry, Hidden, User, Failure },
    (Class, name) =>
      outcomeOf(async () => {
        const cache = new Cachetta({ path: `${directory}/${name}.json`, allowedTypes: [Class] })
        await cache(async () => new Class())()
        const { hit, value } = await lookup(cache)
        return hit && value instanceof Class
      }),
  )
  const cache = new Cachetta({
    path: `${directory}/custom.json`,
    allowedTypes: [
      {
        type: Account,
        name: 'Account',
        serialize: ({ id }) => id,
        deserialize: (id) => Object.assign(new Account(), { id }),
      },
    ],
  })
  await cache(async () => [new Account()])()
  const [account] = (await lookup(cache)).value
  return { results, balance: account.balance }
}
