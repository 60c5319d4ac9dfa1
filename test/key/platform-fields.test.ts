import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

/** Imports the keys as on Deno, which keeps the fields of a URL under symbols that are enumerable. */
async function importWithFields(): Promise<typeof import('../../src/key/canonical.ts')> {
  const field = Symbol('[[webidl.brand]]')
  class DenoUrl extends URL {
    readonly [field] = field
  }
  Object.defineProperty(DenoUrl, 'name', { value: 'URL' })
  vi.stubGlobal('URL', DenoUrl)
  vi.resetModules()
  return await import('../../src/key/canonical.ts')
}

it('does not take the fields of the platform for properties of a user', async () => {
  const { keyText } = await importWithFields()
  expect(keyText(new URL('https://a.example/b'))).toBe('URL("https://a.example/b")')
})

it('still refuses a symbol that a user has set', async () => {
  const { keyText } = await importWithFields()
  const url = Object.assign(new URL('https://a.example/b'), { [Symbol('mine')]: 1 })
  expect(() => keyText(url)).toThrow('its key Symbol(mine) has no stable identity')
})
