import { describe, expect, test } from 'vitest'
import { peek } from '../../src/index.ts'
import { hydrate, stateScript } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { createScopeWith, resetGlobalStates, runScripts } from './support/server-state.ts'

resetGlobalStates()

describe('the script of a page', () => {
  test('leaves the state where `hydrate` finds it, whatever the state contains', async () => {
    const nasty = `</script><!--\u2028\u2029 \\u003c \\ ' " \` \${1} \n \r ]]> &lt;`
    const values = { nasty, [nasty]: 1, map: new Map([['a', 1n]]), date: new Date(0), cyclic: [undefined, Number.NaN] }
    const html = stateScript(await createScopeWith(values))
    expect(html.match(/<\/?script/g)).toHaveLength(2)
    expect(html).not.toMatch(/<!--|[\u2028\u2029\n]/)
    runScripts(html)

    const { cache } = createTestCache()
    hydrate(cache)
    for (const [key, value] of Object.entries(values)) expect(peek(cache, key)).toEqual(value)
  })

  test('has the nonce, escaped so that it cannot end its attribute', async () => {
    const scope = await createScopeWith({ user: 'Ada' })
    expect(stateScript(scope, { nonce: 'R4nd0m+/=' })).toMatch(/^<script nonce="R4nd0m\+\/=">\(self/)
    expect(stateScript(scope, { nonce: '"><img onerror=x>' })).toMatch(
      /^<script nonce="&#34;&#62;&#60;img onerror=x&#62;">\(/,
    )
  })

  test('is empty without entries, and the same for each call', async () => {
    expect(stateScript(await createScopeWith({}))).toBe('')
    const scope = await createScopeWith({ user: 'Ada' })
    expect(stateScript(scope, { filter: () => false })).toBe('')
    expect(stateScript(scope)).toBe(stateScript(scope))
  })

  test('comes only from a scope', () => {
    expect(() => stateScript(createTestCache().cache)).toThrow(/scope: .* accepted is the result of cache.scope\(\)/)
  })
})
