import { posix, win32 } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InvalidPathError } from '../../src/errors.ts'
import { addressOf } from '../../src/key/address.ts'
import type { Path } from '../../src/key/path.ts'
import { joinPath } from '../../src/key/path.ts'
import { fc } from '../support/property.ts'

const pathOf = (path: Path, ...args: unknown[]): string => addressOf({ path, includeReceiver: false }, args).path

describe('a path under a base', () => {
  test('joins its segments', () => {
    expect(joinPath('./cache', ['users', '1.json'])).toBe('./cache/users/1.json')
    expect(joinPath('./cache/', ['./users//', '1.json'])).toBe('./cache/users/1.json')
    expect(joinPath('/', ['users'])).toBe('/users')
    expect(joinPath('C:\\cache\\', ['users'])).toBe('C:\\cache\\users')
  })

  test('keeps the parent segments of a literal base, because the developer wrote it', () => {
    expect(joinPath('../cache', ['a'])).toBe('../cache/a')
    expect(
      pathOf(
        joinPath('../cache', (id: number) => `${id}.json`),
        7,
      ),
    ).toBe('../cache/7.json')
    expect(
      pathOf(
        joinPath(
          joinPath('../cache', (id: number) => `${id}`),
          ['a.json'],
        ),
        7,
      ),
    ).toBe('../cache/7/a.json')
  })

  test('is under the path that a base function returns', () => {
    const base = (user: string): string => `./cache/${user}`
    expect(pathOf(joinPath(base, ['posts.json']), 'ann')).toBe('./cache/ann/posts.json')
    expect(
      pathOf(
        joinPath(base, (_user: string, id: number) => `${id}.json`),
        'ann',
        7,
      ),
    ).toBe('./cache/ann/7.json')
    expect(() => pathOf(joinPath(base, ['posts.json']), '../etc')).toThrow(InvalidPathError)
  })

  test.each<[string, unknown]>([
    ['an empty list', []],
    ['an empty segment', ['']],
    ['a segment without a name', ['./']],
    ['a segment of Windows without a name', ['.\\.']],
    ['a parent segment', ['..']],
    ['a parent segment inside a segment', ['a/../../b']],
    ['a parent segment of Windows', ['a\\..\\b']],
    ['an absolute path', ['/etc/passwd']],
    ['an absolute path of Windows', ['\\\\server\\share']],
    ['a drive', ['C:\\x']],
    ['a NUL character', ['a\0b']],
    ['a number', [7]],
  ])('is an error for %s', (_name, segments) => {
    expect(() => joinPath('./cache', segments as string[])).toThrow(InvalidPathError)
    const [segment] = segments as string[]
    if (segment === undefined) return
    expect(() => pathOf(joinPath('./cache', () => segment))).toThrow(InvalidPathError)
  })

  test('never leaves the base, for any segments', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '/', '\\', 'C:', '.. ', 'a'), fc.string({ maxLength: 3 }))
    const segment = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 3 }), (segments) => {
        let path: Path
        try {
          path = joinPath('/base', segments)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPathError)
          return
        }
        expect(posix.normalize(`${path}`).startsWith('/base/')).toBe(true)
        expect(win32.normalize(`${path}`).startsWith('\\base\\')).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
