import { describe, expect, test } from 'vitest'
import { fileOf, isFileOf } from '../../src/key/file-name.ts'
import { hashText } from '../../src/key/hash.ts'
import { fc } from '../support/property.ts'

const H = hashText('1')
const keyed = (path: string): string => fileOf({ path, key: '1', exact: false })

describe('the file of an address', () => {
  test('without arguments is the path itself', () => {
    expect(fileOf({ path: './cache/users.json', key: '', exact: false })).toBe('./cache/users.json')
  })

  test('from a path function is the returned path', () => {
    expect(fileOf({ path: './cache/1.json', key: '1', exact: true })).toBe('./cache/1.json')
  })

  test.each([
    ['./cache/users.json', `./cache/users-${H}.json`],
    ['./cache/llm', `./cache/llm-${H}`],
    ['users.json', `users-${H}.json`],
    ['/users.json', `/users-${H}.json`],
    ['.cache', `.cache-${H}`],
    ['./.cache.json', `./.cache-${H}.json`],
    ['./v1.2/users', `./v1.2/users-${H}`],
    ['./users.tar.gz', `./users.tar-${H}.gz`],
    ['./users.', `./users.-${H}`],
    ['./cache/', `./cache-${H}`],
    ['.\\v1.2\\users', `.\\v1.2\\users-${H}`],
    ['C:\\cache\\users.json', `C:\\cache\\users-${H}.json`],
  ])('%s with arguments is %s', (path, file) => {
    expect(keyed(path)).toBe(file)
  })

  test('has no separator at its end, because it is not a directory', () => {
    expect(fileOf({ path: './cache//', key: '', exact: false })).toBe('./cache')
    expect(fileOf({ path: '/', key: '', exact: false })).toBe('/')
  })
})

describe('a file in the directory of a base', () => {
  test.each([
    ['./cache/users.json', 'users.json', true],
    ['./cache/users.json', `users-${H}.json`, true],
    ['./cache/users.json', `users-${H}`, false],
    ['./cache/users.json', `users-${H}.json.tmp`, false],
    ['./cache/users.json', `users-${H}x.json`, false],
    ['./cache/users.json', `users-${H.toUpperCase().replace(/^./, 'A')}.json`, false],
    ['./cache/users.json', 'users-old.json', false],
    ['./cache/users.json', `users-old-${H}.json`, false],
    ['./cache/users.json', 'usersXjson', false],
    ['./cache/llm', `llm-${H}`, true],
    ['./cache/llm', `llm-${H}.json`, false],
    ['.cache', `.cache-${H}`, true],
    ['./cache/', `cache-${H}`, true],
  ])('of %s: %s belongs to it: %s', (base, name, belongs) => {
    expect(isFileOf(base, name)).toBe(belongs)
  })

  test('belongs to it if it is the file of one of its addresses', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.\-_[\]+]{1,12}$/), fc.string(), (base, key) => {
        expect(isFileOf(`dir/${base}`, fileOf({ path: `dir/${base}`, key, exact: false }).slice('dir/'.length))).toBe(
          true,
        )
      }),
    )
  })
})
