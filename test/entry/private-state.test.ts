import { runInThisContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { AllowedType } from '../../src/entry/allowed-types.ts'
import { createAllowedTypes } from '../../src/entry/allowed-types.ts'
import { copyValue } from '../../src/entry/plain-json.ts'
import { InvalidOptionError, UnsafeTypeError } from '../../src/errors.ts'

const allow = (code: string): (() => unknown) => {
  const type = runInThisContext(`(${code})`) as AllowedType
  return () => createAllowedTypes([type])
}

describe('a class with private members is refused', () => {
  test.each([
    ['a field', 'class Money { #cents = 1; get cents() { return this.#cents } }', '#cents'],
    ['a field after another', 'class Money { a = { b: "}" }\n #cents = 1 }', '#cents'],
    ['a field with a name beyond ASCII', 'class Money { #größe = 1 }', '#größe'],
    ['a method', 'class Money { #add() {} }', '#add'],
    ['an asynchronous generator', 'class Money { async *#add() {} }', '#add'],
    ['an accessor', 'class Money { get #cents() { return 1 } }', '#cents'],
    ['a field of a class that it extends', 'class Money extends (class Base { #cents = 1 }) {}', '#cents'],
    ['a field of an error', 'class Failure extends Error { #code = 1 }', '#code'],
    ['a field after a regular expression', 'class Money { test() { return /[}"]/.test("") } #cents = 1 }', '#cents'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source text of a class
    ['a field after a template', 'class Money { text() { return `${{ a: "}" }.a} }` } #cents = 1 }', '#cents'],
    ['a field after a static field', 'class Money { static #all = 1; #cents = 1 }', '#cents'],
    [
      'a field, with a class expression as its base',
      'class Money extends [class { a = {} }][0] { #cents = 1 }',
      '#cents',
    ],
    [
      'a field that TypeScript compiled',
      'class Money { constructor() { _Money_cents.set(this, 1) } }',
      '_Money_cents.set',
    ],
    [
      'a field that esbuild compiled',
      'class Money { constructor() { __privateAdd(this, _cents, 1) } }',
      '__privateAdd',
    ],
    [
      'a field that Babel compiled',
      'class Money { constructor() { _classPrivateFieldInitSpec(this, _cents, 1) } }',
      '_classPrivateFieldInitSpec',
    ],
    [
      'a field that SWC compiled',
      'class Money { constructor() { _class_private_field_init(this, _cents, 1) } }',
      '_class_private_field_init',
    ],
  ])('%s', (_title, code, member) => {
    expect(allow(code)).toThrow(InvalidOptionError)
    expect(allow(code)).toThrow(`(${member}) that would not come back; give { type, name, serialize, deserialize }`)
  })
})

describe('a class without private members of its instances is allowed', () => {
  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source text of a class
    ['a string', 'class Money { color = "#fff; #cents"; get() { return `#cents ${"#a"}` } }'],
    ['a comment', 'class Money { /* #cents = 1 */ a = 1 // #cents = 1\n }'],
    ['a regular expression', 'class Money { a = /#cents/; b() { return 1 / 2 } }'],
    ['a static field', 'class Money { static #all = 1; static get #one() { return 1 }; static async *#many() {} }'],
    ['a static block', 'class Money { static #all; static { this.#all = 1; Money.#all = #all in Money } }'],
    ['a class inside of a method', 'class Money { create() { return new (class { #cents = 1 })() } }'],
    ['a class inside of a field', 'class Money { static inner = class { #cents = 1 } }'],
    ['a set of instances', 'class Money { constructor() { all.add(this); byId.set(this, 1) } }'],
  ])('%s', (_title, code) => {
    expect(allow(code)).not.toThrow()
  })
})

test('a class with private fields is allowed as a custom type', () => {
  class Money {
    #cents = 1
    get cents(): number {
      return this.#cents
    }
  }
  const types = createAllowedTypes([{ type: Money, name: 'Money', serialize: () => 1, deserialize: () => new Money() }])
  expect((copyValue([new Money()], types) as Money[])[0]?.cents).toBe(1)
})

test('an instance with hidden properties is refused, because its methods may need them', () => {
  const hidden = Symbol('hidden')
  class Client {
    constructor(key: string | symbol) {
      Object.defineProperty(this, key, { value: 1 })
    }
  }
  const types = createAllowedTypes([Client])
  for (const key of ['connection', hidden]) {
    expect(() => copyValue([new Client(key)], types)).toThrow(UnsafeTypeError)
    expect(() => copyValue([new Client(key)], types)).toThrow(/^value\[0\]: its property .* is not enumerable/)
  }
})
