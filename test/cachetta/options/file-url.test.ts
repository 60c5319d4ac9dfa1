import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, it } from 'vitest'
import {
  Cachetta,
  InvalidOptionError,
  InvalidPathError,
  memoryStore,
  readCache,
  writeCache,
} from '../../../src/index.ts'
import { fileUrlToPath } from '../../../src/key/file-url.ts'

const dir = mkdtempSync(join(tmpdir(), 'cachetta-url-'))
afterAll(() => rmSync(dir, { recursive: true }))

describe('a file: URL as path', () => {
  it.each(['users.json', 'with space.json', 'ünïcode ☃.json', '100%.json', 'a#b?c.json'])(
    'names the file %s',
    async (name) => {
      const file = join(dir, name)
      const cache = new Cachetta({ path: pathToFileURL(file) })
      await writeCache(cache, { id: 1 })
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ value: { id: 1 } })
      expect([cache.path, cache.pathFor()]).toEqual([file, file])
      expect(await readCache(new Cachetta({ path: file }))).toEqual({ id: 1 })
    },
  )

  it('may be relative to a module, and a base', () => {
    const cache = new Cachetta({ path: new URL('./cache/', pathToFileURL(join(dir, 'module.js'))) })
    expect(cache.at('users.json').pathFor()).toBe(join(dir, 'cache', 'users.json'))
    expect(cache.copy({ duration: '1h' }).path).toBe(cache.path)
    expect(cache.copy({ path: new URL('file:///other') }).path).toBe('/other')
  })

  it('works with every store, and may come from another realm', () => {
    const path = pathToFileURL(join(dir, 'a b.json'))
    expect(new Cachetta({ path, store: memoryStore() }).path).toBe(join(dir, 'a b.json'))
    const ofOtherRealm: URL = runInNewContext('Object.create(null, descriptors)', {
      descriptors: { href: { value: path.href }, protocol: { value: 'file:' }, [Symbol.toStringTag]: { value: 'URL' } },
    })
    expect(new Cachetta({ path: ofOtherRealm, store: memoryStore() }).path).toBe(join(dir, 'a b.json'))
  })

  it.each([
    'https://example.org/a',
    'data:text/plain,a',
    'blob:a',
    'file://server/share',
    'file:///a%2Fb',
    'file:///%zz',
  ])('is refused if it is no file of this machine: %s', (href) => {
    expect(() => new Cachetta({ path: new URL(href) })).toThrow(InvalidOptionError)
    expect(() => new Cachetta({ path: new URL(href) })).toThrow(
      /^path: the URL ".*; accepted is a path, or a file: URL/,
    )
  })

  it('is refused with a NUL, like any path', () => {
    expect(() => new Cachetta({ path: new URL('file:///a%00b') })).toThrow(InvalidPathError)
  })

  it('is refused on a platform without files', () => {
    expect(() => fileUrlToPath('file:///a')).toThrow('no files')
  })
})
