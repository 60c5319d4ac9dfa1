import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundlePage } from '../support/bundle-page.ts'

// The texts of errors on a server, in a page in development, and in a page in production.

type Package = typeof import('../../src/index.ts')

const source = join(import.meta.dirname, '..', '..', 'src')
const packages = new Map<string, Package>()

beforeAll(async () => {
  for (const mode of ['production', 'development'] as const) {
    const code = await bundlePage(join(source, 'index.ts'), mode)
    packages.set(
      `a page in ${mode}`,
      await import(
        `data:text/javascript;base64,${btoa(encodeURI(code).replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))))}`
      ),
    )
    vi.stubEnv('NODE_ENV', mode)
    vi.resetModules()
    packages.set(`a server in ${mode}`, await import('../../src/index.ts'))
  }
})
afterAll(() => void vi.unstubAllEnvs())

function packageIn(place: string): Package {
  const found = packages.get(place)
  if (found === undefined) throw new Error(`${place} has no package.`)
  return found
}

class Secret {
  readonly #text = 'hidden'
  read(): string {
    return this.#text
  }
}

/** What a developer may do wrong: what throws, and the error in development and in production. */
const mistakes: readonly [name: string, run: (api: Package) => unknown, error: object, long: string, short: string][] =
  [
    [
      'an option of a wrong type',
      ({ Cachetta }) => new Cachetta({ path: 'test', lruSize: -1 }),
      { name: 'InvalidOptionError', code: 'INVALID_OPTION' },
      'lruSize: -1 was given; accepted is a whole number above 0',
      'lruSize: -1 was given',
    ],
    [
      'a duration',
      ({ Cachetta }) => new Cachetta({ path: 'test', duration: 'soon' as '1s' }),
      { name: 'InvalidOptionError', code: 'INVALID_OPTION' },
      `duration: "soon" was given; accepted is milliseconds, Infinity, or text like '30s', '1h30m' or '7d'`,
      'duration: "soon" was given; accepted is a duration',
    ],
    [
      'a key without a stable identity',
      ({ keyText }) => keyText({ user: { load: () => 1 } }),
      { name: 'InvalidKeyError', code: 'INVALID_KEY' },
      'argument 1, at .user.load: a function has no stable identity; pass its id, or use the key option of the cache: key: (user) => user.id',
      'argument 1, at .user.load: a function has no stable identity',
    ],
    [
      'a value that cannot be stored',
      ({ builtInTypes }) =>
        builtInTypes.cloneCodec?.encode({ key: '', storedAt: 0, tags: [], value: { users: [{ load: () => 1 }] } }),
      { name: 'UnsafeTypeError', code: 'UNSAFE_TYPE' },
      'value.users[0].load: a function cannot be stored; leave it out of the value',
      'value.users[0].load: it cannot be stored',
    ],
    [
      'a list of allowed types',
      ({ createAllowedTypes }) => createAllowedTypes([Date]),
      { name: 'InvalidOptionError', code: 'INVALID_OPTION' },
      'allowedTypes: the name Date belongs to a built-in type; give another name',
      'allowedTypes: a type in it cannot be allowed',
    ],
  ]

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe.each(mistakes)('%s', (_name, run, error, long, short) => {
  it.each([
    ['a server in production', long],
    ['a server in development', long],
    ['a page in development', long],
    ['a page in production', short],
  ])('throws in %s: %s', (place, message) => {
    const api = packageIn(place)
    const thrown = catchError(() => run(api))
    expect(thrown).toBeInstanceOf(api.CachettaError)
    expect(thrown).toMatchObject({ ...error, message })
  })
})

describe('what the data are to blame for', () => {
  it('is said in production, too', () => {
    const { Cachetta, readCacheSync, memoryStore, writeCacheSync } = packageIn('a page in production')
    const cache = new Cachetta({ path: 'test', store: memoryStore(), schema: async () => {} })
    expect(() => writeCacheSync(cache, undefined)).toThrow('schema: it returned a promise')
    expect(readCacheSync(cache)).toBeNull()
  })

  it('is what `serialize` of an allowed class throws', () => {
    const { createAllowedTypes } = packageIn('a page in production')
    class Money {}
    const serialize = () => {
      throw new Error('no currency')
    }
    const { cloneCodec } = createAllowedTypes([
      { type: Money, name: 'Money', serialize, deserialize: () => new Money() },
    ])
    const entry = { key: '', storedAt: 0, tags: [], value: [new Money()] }
    expect(() => cloneCodec?.encode(entry)).toThrow('value[0]: no currency')
  })
})

describe('a class with private members among the allowed types', () => {
  it.each(['a server in production', 'a server in development', 'a page in development'])(
    'is refused in %s',
    (place) => {
      const { createAllowedTypes } = packageIn(place)
      expect(() => createAllowedTypes([Secret])).toThrow('allowedTypes: Secret keeps private state')
    },
  )

  it('is not looked for in a page in production', () => {
    const { createAllowedTypes } = packageIn('a page in production')
    expect(createAllowedTypes([Secret]).kinds.size).toBe(1)
  })
})

describe('two functions over one path', () => {
  it.each([
    ['a server in production', 1],
    ['a server in development', 1],
    ['a page in development', 1],
    ['a page in production', 0],
  ])('in %s: %i lines in the log', async (place, count) => {
    const { Cachetta, memoryStore, setLogger } = packageIn(place)
    const messages: string[] = []
    setLogger(({ message }) => messages.push(message))
    const cache = new Cachetta({ path: 'test', store: memoryStore() })
    await cache(async function fetchOne() {})()
    await cache(async function fetchTwo() {})()
    setLogger(console)
    expect(messages.filter((message) => message.includes('two functions share the path'))).toHaveLength(count)
  })
})

it('finds out whether there is `process`: a page without a bundler has none', () => {
  const text = readFileSync(join(source, 'environment', 'environment.ts'), 'utf8')
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' })
  const read = (globals: object) => runInNewContext(`${code}; module.exports`, { module: {}, ...globals })
  expect(read({})).toEqual({ hasProcess: false, hasLongTexts: true })
  expect(read({ process: { env: {} } })).toEqual({ hasProcess: true, hasLongTexts: true })
})
