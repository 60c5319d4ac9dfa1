import { createContext, runInContext, runInThisContext } from 'node:vm'
import { JSDOM } from 'jsdom'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { canonicalText } from '../../src/key/canonical.ts'

const context = createContext({})
const evaluate = (code: string): unknown => runInContext(`(${code})`, context)
const textOf = (value: unknown): string => canonicalText([value])

test.each([
  '{ a: [1] }',
  '[1, , 2]',
  'new Map([[1, new Set([2])]])',
  'new Date(0)',
  '/a/g',
  'new TypeError("no", { cause: [1] })',
  'new Float32Array([1])',
  'new DataView(new ArrayBuffer(2))',
  'new ArrayBuffer(2)',
  'Object(1)',
  'Object(1n)',
  'Object("a")',
  '(function () { return arguments })(1, 2)',
])('%s of another realm has the same text', (code) => {
  expect(textOf(evaluate(code))).toBe(textOf(runInThisContext(`(${code})`)))
})

test('a plain object is plain whatever its prototype', () => {
  const texts = [
    { a: 1 },
    Object.assign(Object.create(null), { a: 1 }),
    evaluate('{ a: 1 }'),
    evaluate('Object.assign(Object.create(null), { a: 1 })'),
  ]
  expect(new Set(texts.map(textOf))).toEqual(new Set(['{"a":1}']))
})

test('a URL and URLSearchParams of jsdom have the same text', () => {
  const { window } = new JSDOM('')
  expect(textOf(new window.URL('http://a.example/b'))).toBe(textOf(new URL('http://a.example/b')))
  expect(textOf(new window.URLSearchParams('a=1'))).toBe(textOf(new URLSearchParams('a=1')))
  expect(textOf(new window.DOMException('no', 'AbortError'))).toBe(textOf(new DOMException('no', 'AbortError')))
})

test('an event of jsdom has no stable identity', () => {
  const { window } = new JSDOM('')
  expect(() => textOf(new window.Event('click'))).toThrow(/an Event has no stable identity/)
  expect(() => textOf(new Event('click'))).toThrow(/an Event has no stable identity/)
})

test.each(['WeakMap', 'WeakSet'])(
  'a %s of another realm, or of a class that extends it, has no stable identity',
  (name) => {
    expect(() => textOf(evaluate(`new ${name}()`))).toThrow(`a ${name} has no stable identity`)
    expect(() => textOf(evaluate(`new (class Own extends ${name} { id = 1 })()`))).toThrow(
      `a ${name} has no stable identity`,
    )
  },
)

test('the name or the tag of a class does not make it a built-in class', () => {
  expect(textOf(evaluate('new (class Date { a = 1 })()'))).toBe('class "Date"{"a":1}')
  expect(textOf(evaluate('new (class Error { message = "a" })()'))).toBe('class "Error"{"message":"a"}')
  expect(textOf(evaluate('new (class WeakMap { a = 1 })()'))).toBe('class "WeakMap"{"a":1}')
  expect(textOf(evaluate('new (class A { a = 1; get [Symbol.toStringTag]() { return "Map" } })()'))).toBe(
    'class "A"{"a":1}',
  )
})

describe('a date', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each([
    ['fake timers', () => vi.useFakeTimers()],
    ['a set system time', () => vi.setSystemTime(1)],
  ])('has the same text under %s', (_title, mockClock) => {
    const text = textOf(new Date(5))
    const before = new Date(5)
    mockClock()
    expect(textOf(new Date(5))).toBe(text)
    expect(textOf(before)).toBe(text)
  })
})
