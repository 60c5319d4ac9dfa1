import { describe, expect, it } from 'vitest'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

const fetchRate = async (_from: string, _to: string) => 1.1
const fetchNews = async (_topic: string, _place: string) => ['news']

const WARNING =
  "warn cachetta: two functions share the path test: fetchRate and fetchNews; one returns what the other stored. Give each its own path: cache.at('news.json')(fetchNews)"

describe('two functions over one path', () => {
  it('are told once, with both names and the remedy, by the first call that meets it', async () => {
    const { cache } = createTestCache()
    const [getRate, getNews] = [cache(fetchRate), cache(fetchNews)]
    await getRate('EUR', 'CHF')
    expect(lines).toEqual([])
    await getNews('EUR', 'CHF')
    expect(lines).toEqual([WARNING])
    for (const id of ['a', 'b']) await Promise.all([getRate(id, id), getNews(id, id)])
    expect(lines).toEqual([WARNING])
  })

  it('are told of the first paths only, if there is a path for each user', async () => {
    const { cache } = createTestCache()
    for (let user = 0; user < 150; user += 1) {
      await cache.at(`user-${user}`)(fetchRate)('a', 'b')
      await cache.at(`user-${user}`)(fetchNews)('a', 'b')
    }
    expect(lines.length).toBe(11) // ten paths, and the 100th with the number
  })

  it.each<[title: string, options: object]>([
    ['with other arguments', {}],
    ['in a copy with other options', { duration: '1m' }],
    ['with memory', { lruSize: 5 }],
    ['that is neither read nor written', { read: false, write: false }],
  ])('are told %s', async (_title, options) => {
    const { cache } = createTestCache()
    await cache(fetchRate)('a', 'b')
    await cache.copy(options)(fetchNews)('c', 'd')
    expect(lines).toEqual([WARNING])
  })

  it('are told of synchronous functions, of methods and of functions without a name', async () => {
    const { cache } = createTestCache()
    const sync = cache.at('sync')
    sync.wrapSync(function parse(text: string) {
      return text
    })('a')
    sync.wrapSync(function print(text: string) {
      return [text]
    })('a')
    const methods = cache.at('methods')
    const context = { kind: 'method', addInitializer() {} } as const
    const directory = {
      byId: methods(async function byId(id: number) {
        return id
      }, context),
      byName: methods(async function byName(name: string) {
        return name
      }, context),
    }
    await directory.byId(1)
    await directory.byName('a')
    const anonymous = cache.at('anonymous')
    await anonymous(async () => 1)()
    await anonymous(async () => 2)()
    expect(lines).toEqual([
      expect.stringMatching(/test\/sync: parse and print;/),
      expect.stringMatching(/test\/methods: byId and byName;/),
      expect.stringMatching(/an anonymous function and an anonymous function/),
    ])
  })

  it('are told of a path function, if it names one path for both', async () => {
    const { cache } = createTestCache({ path: (kind: string) => `kinds/${kind}` })
    await cache(fetchRate)('rates', '')
    await cache(fetchNews)('news', '')
    expect(lines).toEqual([])
    for (const place of ['rates', 'other']) {
      await cache(fetchRate)(place, '')
      await cache(fetchNews)(place, '')
    }
    expect(lines).toEqual([expect.stringMatching(/path kinds\/rates: fetchRate and fetchNews/)])
  })

  it('are told of a key option, if it names one entry for both', async () => {
    const { cache } = createTestCache()
    await cache(fetchRate, { key: (from) => ['rate', from] })('a', '')
    await cache(fetchNews, { key: (topic) => ['news', topic] })('a', '')
    expect(lines).toEqual([])
    await cache(fetchNews, { key: (topic) => ['rate', topic] })('a', '')
    expect(lines).toEqual([WARNING])
  })

  it('are told if only one of them has a key option', async () => {
    const { cache } = createTestCache()
    await cache(async function getOne(id: number) {
      return id
    })(1)
    await cache(fetchNews, { key: () => 1 })('a', '')
    expect(lines).toEqual([expect.stringMatching(/getOne and fetchNews/)])
  })
})

describe('no warning is logged for', () => {
  it('one function that is wrapped twice, or wrapped again in each request', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const handleRequest = (id: number) => cache(async (of: number) => [of, lines.length])(id)
    for (const id of [1, 2, 1, 3]) await handleRequest(id)
    const own = cache.at('own')
    await own(fetchRate)('a', 'b')
    await own(fetchRate, { duration: '1m' })('a', 'b')
    expect(lines).toEqual([])
  })

  it('functions with paths or stores of their own', async () => {
    const { cache } = createTestCache()
    await cache.at('rates')(fetchRate)('a', 'b')
    await cache.at('news')(fetchNews)('a', 'b')
    const other = new Cachetta({ path: 'test/rates', store: memoryStore() })
    await other(fetchNews)('a', 'b')
    expect(lines).toEqual([])
  })

  it('a function and its synchronous twin', async () => {
    const { cache } = createTestCache()
    const load = async (id: number) => id
    const loadSync = (id: number) => id
    await cache(load)(1)
    cache.wrapSync(loadSync)(1)
    expect(lines).toEqual([])
  })
})
