import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'

// What runs at the edge: dist/ as bundlers take it there. Such a platform has no `node:` modules, and no database of a browser.

const root = join(import.meta.dirname, '..', '..')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, unknown> }
/** The clients of Redis open sockets, and React is the user's. */
const doors = Object.keys(exports).filter((door) => !['./package.json', './redis'].includes(door))
const external = ['react', 'react-dom', 'react/*', 'react-dom/*']

/** The conditions that the bundlers of these platforms set. */
const platforms = {
  'Cloudflare Workers': ['workerd', 'worker', 'browser'],
  'Vercel and Next.js': ['edge-light', 'worker', 'browser'],
  'a plain worker': ['worker'],
}

const bundlers = {
  async esbuild(code: string, conditions: string[]) {
    const stdin = { contents: code, resolveDir: root }
    const options = {
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      external,
      tsconfigRaw: '{}',
    } as const
    const built = await build({
      ...options,
      stdin,
      conditions: [...conditions, 'import'],
      mainFields: ['module', 'main'],
    })
    return built.outputFiles.map(({ text }) => text).join('\n')
  },

  async rolldown(code: string, conditions: string[]) {
    const entry = join(root, 'edge-entry.js')
    const bundle = await rolldown({
      input: entry,
      platform: 'neutral',
      tsconfig: false,
      external: [/^react(-dom)?(\/|$)/],
      resolve: { conditionNames: [...conditions, 'import', 'default'], mainFields: ['module', 'main'] },
      plugins: [
        { name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
      ],
    })
    const { output } = await bundle.generate({ format: 'esm' })
    return output.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n')
  },
}

describe.each(Object.entries(platforms))('the bundle for %s', (_, conditions) => {
  it.each(Object.keys(bundlers) as (keyof typeof bundlers)[])('contains no module of Node, by %s', async (name) => {
    const code = doors
      .map((door, index) => `export * as door${index} from '${door.replace('.', 'cachetta')}'`)
      .join('\n')
    const text = await bundlers[name](code, conditions)
    expect(text.length).toBeGreaterThan(100_000)
    expect(text.match(/(?:from|import|require)\s*\(?\s*["']node:[^"']*["']/g)).toBe(null)
    expect(text.match(/getBuiltinModule\(/g)).toBe(null)
  })

  it('keeps entries in memory, unless a cache has another store', async () => {
    const code = `import { Cachetta } from 'cachetta'
      export const cached = new Cachetta({ path: 'users' })(async () => 'value')`
    const text = await bundlers.esbuild(code, conditions)
    const { cached } = await import(`data:text/javascript,${encodeURIComponent(text)}`)
    expect(await cached()).toBe('value')
    expect(text.includes('indexedDB.open')).toBe(false)
  })
})
