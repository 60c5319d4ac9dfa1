import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import type { CachedFunction, CachedSyncFunction } from '../../../src/index.ts'
import { asCachedFunction, Cachetta, InvalidOptionError, memoryStore } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { compile, decoratorStandards } from '../../support/compile.ts'
import type * as Decorated from '../fixtures/decorated.ts'

const fixture = 'test/cachetta/fixtures/decorated'

describe.each(decoratorStandards)('with %s', (_name, options) => {
  let decorated: typeof Decorated
  let dir: string

  beforeAll(async () => {
    const compiled = compile(`${fixture}.ts`, options)
    dir = compiled.dir
    expect(compiled.output).not.toContain(fixture)
    decorated = await import(/* @vite-ignore */ pathToFileURL(join(dir, `${fixture}.js`)).href)
  }, 60_000)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  function directories() {
    const { cache, clock } = createTestCache()
    const lines: string[] = []
    const Directory = decorated.makeDirectory(cache, Cachetta, (line) => lines.push(line))
    return { Directory, cache, clock, lines }
  }

  it('@cache caches a method, and keeps its receiver', async () => {
    const { Directory, lines } = directories()
    const directory = new Directory('a')
    expect([await directory.plain(1), await directory.plain(1), await directory.plain(2)]).toEqual([
      'a 1',
      'a 1',
      'a 2',
    ])
    expect(lines).toEqual(['plain 1', 'plain 2'])
  })

  it('@cache(overrides) applies the overrides', async () => {
    const { Directory, clock, lines } = directories()
    const directory = new Directory('a')
    await directory.brief(1)
    clock.advance('59s')
    await directory.brief(1)
    clock.advance('1s')
    await directory.brief(1)
    expect(lines).toEqual(['brief 1', 'brief 1'])
  })

  it('@Cachetta(options) creates a cache for the method', async () => {
    const { Directory, cache, lines } = directories()
    const directory = new Directory('refused')
    await directory.own(2)
    await directory.own(2)
    await directory.own(1)
    await directory.own(1)
    expect(lines).toEqual(['own 2', 'own 1', 'own 1'])
    expect(await new Cachetta({ path: 'own', store: cache.store }).exists(2)).toBe(true)
  })

  it('@cache.sync keeps a method synchronous, with overrides and without', () => {
    const { Directory, clock, lines } = directories()
    const directory = new Directory('a')
    expect([directory.now(1), directory.now(1), directory.briefNow(1), directory.briefNow(1)]).toEqual(
      Array(4).fill('a 1'),
    )
    clock.advance('1m')
    directory.now(1)
    directory.briefNow(1)
    expect(lines).toEqual(['now 1', 'briefNow 1', 'briefNow 1'])
  })

  it('leaves the receiver out of the key', async () => {
    const { Directory, lines } = directories()
    expect(await new Directory('a').plain(1)).toBe('a 1')
    expect(await new Directory('b').plain(1)).toBe('a 1')
    expect(lines).toEqual(['plain 1'])
  })

  it('makes the receiver part of the key with skipThis: false: only equal receivers share entries', async () => {
    const { Directory, lines } = directories()
    expect(await new Directory('a').mine(1)).toBe('a 1')
    expect(await new Directory('b').mine(1)).toBe('b 1')
    expect(await new Directory('a').mine(1)).toBe('a 1')
    expect(new Directory('a').mineNow(1)).toBe('a 1')
    expect(new Directory('b').mineNow(1)).toBe('b 1')
    expect(lines).toEqual(['mine a 1', 'mine b 1', 'mineNow a 1', 'mineNow b 1'])
  })

  it('takes a static method, with the class as its receiver', async () => {
    const { Directory, lines } = directories()
    expect([await Directory.count('x'), await Directory.count('x')]).toEqual(['Directory x', 'Directory x'])
    expect(lines).toEqual(['count x'])
  })

  it('takes a method with a symbol as its name', async () => {
    const { Directory, lines } = directories()
    const directory = new Directory('a')
    expect([await directory[decorated.marker](1), await directory[decorated.marker](1)]).toEqual([1, 1])
    expect(lines).toEqual(['marker 1'])
  })

  it('works in a subclass, and through super', async () => {
    const { Directory, lines } = directories()
    const { Heir, Overriding } = decorated.makeHeirs(Directory)
    expect(await new Heir('heir').plain(1)).toBe('heir 1')
    expect(await new Overriding('o').plain(1)).toBe('overridden heir 1')
    expect(await new Overriding('o').plain(2)).toBe('overridden o 2')
    expect(lines).toEqual(['plain 1', 'plain 2'])
  })

  it('gives a subclass its own entries with skipThis: false', async () => {
    const { Directory, lines } = directories()
    const { Heir } = decorated.makeHeirs(Directory)
    await new Directory('a').mine(1)
    await new Heir('a').mine(1)
    expect(lines).toEqual(['mine a 1', 'mine a 1'])
  })

  it('keeps name, length and the shape of the class', () => {
    const { Directory } = directories()
    const { plain, now } = Directory.prototype
    expect([plain.name, plain.length, now.name, now.length]).toEqual(['plain', 2, 'now', 1])
    expect(Directory.name).toBe('Directory')
    expect(Object.keys(Directory.prototype)).toEqual([])
    expect(Object.getOwnPropertyDescriptor(Directory.prototype, 'plain')).toMatchObject({
      configurable: true,
      enumerable: false,
      writable: true,
    })
  })

  it('gives the method its cache and its verbs', async () => {
    const { Directory, cache, lines } = directories()
    const directory = new Directory('a')
    const plain = asCachedFunction(directory.plain)
    expect(plain.cache.path).toBe('test/plain')
    expect(await directory.plain(1)).toBe('a 1')
    expect(await plain.lookup(1)).toMatchObject({ hit: true, value: 'a 1' })
    expect(await plain.info(1)).toMatchObject({ exists: true, age: 0 })
    expect([await plain.exists(1), await plain.age(1), await plain.exists(2)]).toEqual([true, 0, false])
    expect(await plain.refresh.call(new Directory('b'), 1)).toBe('b 1')
    expect(await directory.plain(1)).toBe('b 1')
    await plain.invalidate(1)
    expect(await cache.at('plain').exists(1)).toBe(false)
    expect(lines).toEqual(['plain 1', 'plain 1'])
  })

  it('finds the entry of a receiver by verb.call(receiver) with skipThis: false', async () => {
    const { Directory, lines } = directories()
    const [a, b] = [new Directory('a'), new Directory('b')]
    const mine = asCachedFunction(a.mine)
    await a.mine(1)
    await b.mine(1)
    await mine.invalidate.call(a, 1)
    expect(await mine.lookup.call(a, 1)).toEqual({ hit: false })
    expect(await mine.lookup.call(b, 1)).toMatchObject({ hit: true, value: 'b 1' })
    expect([await mine.exists.call(a, 1), await mine.exists.call(b, 1)]).toEqual([false, true])
    await expect(mine.info(1)).rejects.toThrow(/accepted is method\.info\.call\(receiver, …\)/)
    expect(await mine.refresh.call(b, 1)).toBe('b 1')
    expect(lines).toEqual(['mine a 1', 'mine b 1', 'mine b 1'])
  })

  it.each(['decorateField', 'decorateGetter', 'decorateSetter'] as const)('%s is refused', (decorate) => {
    const { cache } = createTestCache()
    expect(() => decorated[decorate](cache)).toThrow(InvalidOptionError)
    expect(() => decorated[decorate](cache)).toThrow(/^decorator: (field|getter|setter) is a .*; accepted is a method$/)
  })
})

describe('asCachedFunction', () => {
  const find = async (id: number): Promise<string> => `user ${id}`
  const findNow = (id: number): number => id

  it('gives a decorated method its type at run time', () => {
    expectTypeOf(asCachedFunction<typeof find>).returns.toEqualTypeOf<CachedFunction<typeof find>>()
    expectTypeOf(asCachedFunction<typeof findNow>).returns.toEqualTypeOf<CachedSyncFunction<typeof findNow>>()
    const cached = createTestCache().cache(find)
    expect(asCachedFunction(cached)).toBe(cached)
  })

  it.each([[find], [createTestCache().cache], [5], [null]])('refuses %o, which is no cached function', (given) => {
    const untyped = asCachedFunction as (method: unknown) => unknown // as JavaScript calls it
    expect(() => untyped(given)).toThrow(InvalidOptionError)
    expect(() => untyped(given)).toThrow(/^method: .* was given; accepted is a method behind @cache/)
  })
})

describe('a method without its receiver', () => {
  const context = { kind: 'method', name: 'find', addInitializer() {} } as unknown as ClassMethodDecoratorContext
  const find = async (id: number) => id
  const findNow = (id: number) => id

  it('is refused by a call and by verbs if the receiver is part of the key', async () => {
    const own = createTestCache().cache({ skipThis: false })
    const cached = own(find, context)
    const message = (form: string) =>
      `skipThis: false makes the receiver part of the key, but the call has none; accepted is method.${form}(receiver, …)`
    await expect(cached(1)).rejects.toThrow(new InvalidOptionError(message('call')))
    await expect(cached.invalidate(1)).rejects.toThrow(new InvalidOptionError(message('invalidate.call')))
    await expect(cached.lookup(1)).rejects.toThrow(new InvalidOptionError(message('lookup.call')))
  })

  it('is refused by a synchronous method at once', () => {
    const own = createTestCache().cache({ skipThis: false })
    const cached = own.sync(findNow, context)
    expect(() => cached(1)).toThrow(InvalidOptionError)
    expect(() => cached.invalidate(1)).toThrow(InvalidOptionError)
  })

  it('cannot be refreshed, because there is no receiver to run it on', async () => {
    const { cache } = createTestCache()
    const cached = cache(find, context)
    const message =
      'refresh: the call has no receiver to run the method on; accepted is method.refresh.call(receiver, …)'
    await expect(cached.refresh(1)).rejects.toThrow(new InvalidOptionError(message))
    expect(await cached.refresh.call({}, 1)).toBe(1)
  })

  it('can be looked up and invalidated if the receiver is not part of the key', async () => {
    const { cache } = createTestCache()
    const cached = cache(find, context)
    await cached.call({}, 1)
    expect(await cached.lookup(1)).toMatchObject({ hit: true, value: 1 })
    await cached.invalidate(1)
    expect(await cached.lookup(1)).toEqual({ hit: false })
  })
})

describe('the arguments that a compiler passes to a decorator', () => {
  const { cache } = createTestCache({ store: memoryStore() })
  const decorate = cache as unknown as (...args: readonly unknown[]) => unknown // as compiled code calls it

  it.each(['class', 'getter', 'setter', 'field', 'accessor'])('are refused for the context kind %s', (kind) => {
    const context = { kind, name: 'thing', addInitializer() {} }
    expect(() => decorate(() => 1, context)).toThrow(
      new InvalidOptionError(`decorator: thing is a ${kind}; accepted is a method`),
    )
  })

  it.each([
    ['nothing, as for a field', undefined],
    ['an accessor', { get: () => 1, configurable: true }],
    ['a field’s initialiser, as Babel has it', { initializer: () => 1, writable: true }],
  ])('are refused for a descriptor that is %s', (_title, descriptor) => {
    expect(() => decorate({}, Symbol('thing'), descriptor)).toThrow(
      new InvalidOptionError('decorator: Symbol(thing) is a field or accessor; accepted is a method'),
    )
  })

  it('result in a descriptor in which only the value differs', async () => {
    const descriptor = { value: async () => 1, configurable: true, enumerable: true, writable: false }
    const decorated = decorate({}, 'method', descriptor)
    expect(decorated).toMatchObject({ configurable: true, enumerable: true, writable: false })
    expect(decorated).not.toMatchObject({ value: descriptor.value })
  })
})
