import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { describe, expect, it, vi } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { aliasSourcesInRolldown } from '../../../scripts/sources.mjs'
import { useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

describe("SWR's page: Performance", () => {
  it('Deduplication: five avatars of one user make one request', async () => {
    const fetcher = vi.fn(async (_url: string) => ({ avatar: '1.png ' }))
    const Avatar = () => <>{useCachetta('/api/user', fetcher).data?.avatar}</>
    await renderApp(
      <>
        <Avatar />
        <Avatar />
        <Avatar />
        <Avatar />
        <Avatar />
      </>,
    )
    expect(text()).toBe('1.png 1.png 1.png 1.png 1.png ')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Deduplication: `dedupingInterval` sets the span', async () => {
    const app = createTestApp()
    const fetcher = vi.fn(async () => 1)
    const props = { key: 'a', fetcher, options: { dedupingInterval: 500 } }
    await showEntry(app, props)
    await app.advance(499)
    await showEntry(app, props)
    expect(fetcher).toHaveBeenCalledOnce()
    await app.advance(1)
    await showEntry(app, props)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('Deep Comparison: equal data renders nothing, and `compare` can leave a part out', async () => {
    const sameUser = (one: unknown, other: unknown) => (one as { id?: 1 })?.id === (other as { id?: 1 })?.id
    for (const [options, second] of [
      [{}, { id: 1, at: [1] }],
      [{ compare: sameUser }, { id: 1, at: [2] }],
    ] as const) {
      const server = createManualFetcher()
      const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options, reads: ['data'] })
      await server.answer({ id: 1, at: [1] })
      const { data } = page.latest
      await settle(() => void page.result.mutate())
      await server.answer(second)
      expect(page.renders).toHaveLength(2)
      expect(page.latest.data).toBe(data)
      await page.unmount()
    }
  })

  it('Dependency Collection: a component renders only for the fields that it reads', async () => {
    for (const [reads, count] of [
      [['data', 'error', 'isLoading', 'isValidating'], 4],
      [['data'], 2],
    ] as const) {
      const app = createTestApp()
      const server = createManualFetcher()
      const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, reads })
      await server.fail(new Error('down'))
      await app.advance('1m') // the retry
      await server.answer('data')
      expect(page.renders).toHaveLength(count)
      expect(page.latest.data).toBe('data')
      await page.unmount()
    }
  })

  it('Tree Shaking: an application that only uses `useCachetta` does not contain the other hooks', async () => {
    const entry = join(process.cwd(), 'tree-shaking.ts')
    const load = async (names: string): Promise<string[]> => {
      const code = `export { ${names} } from './src/react.ts'`
      const build = await rolldown({
        input: entry,
        platform: 'browser',
        tsconfig: false, // its paths are those for Node
        external: /^(react|use-sync-external-store)/,
        resolve: { alias: aliasSourcesInRolldown('browser'), conditionNames: ['browser', 'import', 'default'] },
        plugins: [
          { name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
        ],
      })
      const { output } = await build.generate()
      return output.flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []))
    }
    const others = /pages-observer|use-cachetta-(infinite|mutation|subscription)/
    expect((await load('useCachetta')).filter((file) => others.test(file))).toEqual([])
    expect((await load('useCachettaInfinite')).some((file) => others.test(file))).toBe(true)
  })
})
