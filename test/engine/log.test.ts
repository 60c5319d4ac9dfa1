import { afterEach, describe, expect, it, vi } from 'vitest'
import { debug } from '../../src/engine/log.ts'
import type { Address, Logger, LogLevel } from '../../src/index.ts'
import { InvalidOptionError, setLogger, setLogLevel } from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'

function recorder(): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  return { logger, lines }
}

/** Logs at `warn`, then at `debug`: the value of the function is not stored the first and the second time. */
async function computeTwice(): Promise<void> {
  const cached = createTestCache().cache((): unknown => () => 1)
  await cached()
  await cached()
}

afterEach(() => {
  setLogger(console)
  setLogLevel('warn')
})

describe('setLogLevel', () => {
  const warned = 'warn: cachetta: test is not stored: value: a function cannot be stored; leave it out of the value'
  const computed = 'debug: cachetta: test: compute, reason: call'
  const refused = 'debug: cachetta: test: result, not stored'
  it.each<[level: LogLevel, expected: readonly string[]]>([
    ['debug', [computed, warned, refused, computed, warned.replace('warn', 'debug'), refused]],
    ['info', [warned]],
    ['warn', [warned]],
    ['error', []],
    ['silent', []],
  ])('%s logs lines of this level and of more severe ones', async (level, expected) => {
    const { logger, lines } = recorder()
    setLogger(logger)
    setLogLevel(level)
    await computeTwice()
    expect(lines).toEqual(expected)
  })

  it('starts at warn', async () => {
    vi.resetModules()
    const fresh = await import('../../src/index.ts')
    const { createTestCache: createFresh } = await import('../../src/testing.ts')
    const { logger, lines } = recorder()
    fresh.setLogger(logger)
    const cached = createFresh().cache((): unknown => () => 1)
    await cached()
    await cached()
    expect(lines).toEqual([warned])
  })

  it.each<[shown: string, level: unknown]>([
    ['verbose', 'verbose'],
    ['WARN', 'WARN'],
    ['undefined', undefined],
    ['2', 2],
  ])('refuses %s, and lists the accepted levels', (shown, level) => {
    const set = setLogLevel as (level: unknown) => void // as JavaScript calls it
    expect(() => set(level)).toThrow(InvalidOptionError)
    expect(() => set(level)).toThrow(new RegExp(`^log level: .*${shown}.* debug, info, warn, error, silent$`))
  })
})

describe('debug', () => {
  it.each(['info', 'warn', 'error', 'silent'] as const)('makes no text at the level %s', (level) => {
    setLogLevel(level)
    const make = vi.fn()
    const entry = Object.defineProperty({} as { address: Address }, 'address', { get: make })
    debug(entry, make)
    expect(make).not.toHaveBeenCalled()
  })

  it('says why a function computes in the background, and what came of it', async () => {
    const { logger, lines } = recorder()
    const { cache, clock } = createTestCache({ duration: '1h', staleDuration: '1h' })
    const cached = cache(async (n: number) => n)
    await cached(1)
    clock.advance('90m')
    setLogger(logger)
    setLogLevel('debug')
    expect(await cached(1)).toBe(1)
    await vi.waitFor(() => expect(lines).toHaveLength(2))
    expect(lines).toEqual([
      'debug: cachetta: test 1: compute, reason: stale',
      'debug: cachetta: test 1: result, stored',
    ])
  })
})

describe('setLogger', () => {
  it('sends each line to the logger, with the error', async () => {
    const warn = vi.fn()
    setLogger({ ...recorder().logger, warn })
    await computeTwice()
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^cachetta: /),
      expect.objectContaining({ name: 'UnsafeTypeError', code: 'UNSAFE_TYPE' }),
    )
  })

  it('is the console by default', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await computeTwice()
    expect(warn).toHaveBeenCalledOnce()
    warn.mockRestore()
  })

  it('ignores the errors of a logger', async () => {
    const warn = () => {
      throw new Error('the log is full')
    }
    setLogger({ ...recorder().logger, warn })
    const cached = createTestCache().cache((): unknown => () => 1)
    expect(await cached()).toBeTypeOf('function')
  })

  it.each<[missing: string, logger: unknown]>([
    ['debug', undefined],
    ['debug', null],
    ['debug', {}],
    ['error', { debug() {}, info() {}, warn() {} }],
    ['warn', { debug() {}, info() {}, warn: true, error() {} }],
  ])('refuses a logger without %s: %o', (missing, logger) => {
    const set = setLogger as (logger: unknown) => void // as JavaScript calls it
    const message = `logger: ${missing} is not a function; accepted is an object with the methods debug, info, warn and error`
    expect(() => set(logger)).toThrow(new InvalidOptionError(message))
  })
})
