import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import winston from 'winston'
import type { Logger, LogRecord } from '../../src/index.ts'
import { setLogger, setLogLevel } from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'
import { flushPromises } from '../support/deferred.ts'

afterEach(() => {
  setLogger(console)
  setLogLevel('warn')
})

class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status = 503
}

/** The key has all signs that loggers take for places of further arguments. */
const path = '/api/%s/%d/%c3%a9/%o/%j/100%'
const message = `cachetta: ${path} could not be computed; the old value is returned (staleIfError)`

/** Makes the cache log one line at `warn`, about what the function throws. */
async function logWarning(thrown: unknown): Promise<void> {
  const { cache, clock } = createTestCache({ path, duration: '1h', staleIfError: '1d' })
  let isDown = false
  const cached = cache(() => (isDown ? Promise.reject(thrown) : 1))
  await cached()
  isDown = true
  clock.advance('2h')
  await cached()
}

const error = new ServiceError('the service is down', { cause: new Error('ECONNREFUSED') })

/** Returns a stream for JSON lines, and what it received. */
function createSink(): { readonly stream: PassThrough; readonly read: () => unknown[] } {
  const stream = new PassThrough({ encoding: 'utf8' })
  let text = ''
  stream.on('data', (chunk: string) => {
    text += chunk
  })
  const read = () => {
    const lines = text.split('\n').filter(Boolean)
    text = ''
    return lines.map((line) => JSON.parse(line))
  }
  return { read, stream }
}

describe('pino', () => {
  it.each<[what: string, create: (stream: PassThrough) => Logger, errorKey: string]>([
    ['a logger', (stream) => pino({}, stream), 'err'],
    ['a child', (stream) => pino({}, stream).child({ service: 'x' }), 'err'],
    ['another key for errors', (stream) => pino({ errorKey: 'failure' }, stream), 'failure'],
  ])('gets the message and the error with its stack and details: %s', async (_what, create, errorKey) => {
    const { read, stream } = createSink()
    setLogger(create(stream))
    await logWarning(error)
    const err = expect.objectContaining({
      type: 'ServiceError',
      message: expect.stringContaining('the service is down'),
      stack: expect.stringMatching(/logger\.test\.ts[\s\S]*ECONNREFUSED/),
      status: 503,
    })
    expect(read()).toEqual([expect.objectContaining({ level: 40, msg: message, [errorKey]: err })])
  })

  it('gets what is thrown and no Error', async () => {
    const { read, stream } = createSink()
    setLogger(pino({}, stream))
    await logWarning('just text')
    expect(read()).toEqual([expect.objectContaining({ msg: message, err: 'just text' })])
  })

  it('gets lines without an error, at their level', async () => {
    const { read, stream } = createSink()
    setLogger(pino({ level: 'debug' }, stream))
    setLogLevel('debug')
    const { cache } = createTestCache({ path })
    const argument = { id: 1 }
    const change = cache(async (o: { id: number }) => {
      await flushPromises()
      return o.id
    })
    const call = change(argument)
    argument.id = 2
    await call
    expect(read()).toEqual([
      { ...anyLine, level: 20, msg: expect.stringContaining('compute, reason: call') },
      { ...anyLine, level: 40, msg: expect.stringContaining('the arguments of') },
      { ...anyLine, level: 20, msg: expect.stringContaining('result, not stored') },
    ])
  })
})

const anyLine = { time: expect.any(Number), pid: expect.any(Number), hostname: expect.any(String) }

describe('winston', () => {
  it.each([
    ['json', winston.format.json()],
    [
      'json with the formats of errors and splat',
      winston.format.combine(winston.format.errors({ stack: true }), winston.format.splat(), winston.format.json()),
    ],
  ])('gets the message and the error with its stack and details: %s', async (_what, format) => {
    const { read, stream } = createSink()
    setLogger(winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }))
    await logWarning(error)
    await flushPromises()
    expect(read()).toEqual([
      {
        level: 'warn',
        message,
        stack: error.stack,
        error: {
          name: 'ServiceError',
          message: 'the service is down',
          status: 503,
          stack: error.stack,
          cause: { name: 'Error', message: 'ECONNREFUSED', stack: expect.stringContaining('ECONNREFUSED') },
        },
      },
    ])
  })

  it('gets what is thrown and no Error, also in a child', async () => {
    const { read, stream } = createSink()
    const logger = winston.createLogger({
      format: winston.format.json(),
      transports: [new winston.transports.Stream({ stream })],
    })
    setLogger(logger.child({ service: 'x' }))
    await logWarning('just text')
    await flushPromises()
    expect(read()).toEqual([{ level: 'warn', message, service: 'x', error: 'just text' }])
  })
})

describe('a console', () => {
  it('prints the message as it is, and the error with its stack', async () => {
    const stream = new PassThrough()
    setLogger(new Console(stream))
    await logWarning(error)
    const printed = String(stream.read())
    expect(printed.startsWith(`${message} ServiceError: the service is down`)).toBe(true)
    expect(printed).toMatch(/logger\.test\.ts/)
    expect(printed).toMatch(/status: 503/)
  })

  it('prints the same if nobody set it', async () => {
    vi.resetModules()
    const { createTestCache: createFresh } = await import('../../src/testing.ts')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { cache, clock } = createFresh({ path: '100%c', duration: '1h', staleIfError: '1d' })
    let isDown = false
    const cached = cache(() => (isDown ? Promise.reject(error) : 1))
    await cached()
    isDown = true
    clock.advance('2h')
    await cached()
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^cachetta: 100%%c could/), error)
    warn.mockRestore()
  })
})

describe('any other logger', () => {
  it('gets the message and the error as two arguments', async () => {
    const warn = vi.fn()
    setLogger({ debug() {}, info() {}, warn, error() {} })
    await logWarning(error)
    expect(warn.mock.calls).toEqual([[message, error]])
  })

  it('may be a function that takes records', async () => {
    const records: LogRecord[] = []
    setLogger((record) => void records.push(record))
    await logWarning(error)
    await logWarning(undefined)
    expect(records).toEqual([
      { level: 'warn', message, error },
      { level: 'warn', message, error: undefined },
    ])
    expect(records[1]).toHaveProperty('error')
  })

  it('may be a function with the four methods', async () => {
    const warn = vi.fn()
    setLogger(Object.assign(vi.fn(), { debug() {}, info() {}, warn, error() {} }))
    await logWarning(error)
    expect(warn).toHaveBeenCalledOnce()
  })

  it('may be asynchronous, and its rejections are dropped', async () => {
    const log = vi.fn(async () => {
      throw new Error('the log is full')
    })
    setLogger(log)
    await logWarning(error) // an unhandled rejection would fail this test
    await flushPromises()
    expect(log).toHaveBeenCalledOnce()
  })
})
