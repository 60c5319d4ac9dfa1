import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { installIn, newConsumer } from '../consumer.ts'

// Pages of users, built for production and for development. A class name and a message of the panel say whether it is in the bundle.
const traces = ['cachetta-devtools', 'asked to fail']
const pages = {
  none: `export { useCachetta } from 'cachetta/react'`,
  devtools: `export { CachettaDevtools } from 'cachetta/devtools'`,
  production: `export { CachettaDevtools } from 'cachetta/devtools/production'`,
}
type PageName = keyof typeof pages
type Mode = 'production' | 'development'

let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
  for (const name of ['react@19', 'react-dom@19']) installIn(consumer, name)
  for (const [name, code] of Object.entries(pages)) writeFileSync(join(consumer.dir, `${name}.js`), code)
})
afterAll(() => consumer.remove())

const bundlers: Readonly<Record<string, (name: PageName, mode: Mode) => Promise<string>>> = {
  async esbuild(name, mode) {
    const { outputFiles } = await buildWithEsbuild({
      absWorkingDir: consumer.dir,
      entryPoints: [`${name}.js`],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
      external: ['react', 'react-dom', 'react/jsx-runtime'],
    })
    return outputFiles.map(({ text }) => text).join('')
  },
  async vite(name, mode) {
    const outDir = join(consumer.dir, `${name}-${mode}`)
    await buildWithVite({
      root: consumer.dir,
      configFile: false,
      logLevel: 'error',
      mode,
      define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
      build: {
        outDir,
        minify: false,
        lib: { entry: `${name}.js`, formats: ['es'] },
        rolldownOptions: { external: [/^react/] },
      },
    })
    return readdirSync(outDir)
      .map((file) => readFileSync(join(outDir, file), 'utf8'))
      .join('')
  },
}

const cases = Object.keys(bundlers).flatMap((bundler) =>
  (
    [
      ['none', 'development', []],
      ['none', 'production', []],
      ['devtools', 'development', traces],
      ['devtools', 'production', []],
      ['production', 'production', traces],
    ] as const
  ).map(([page, mode, found]) => ({ bundler, page, mode, found })),
)

test.each(cases)('$bundler: the page "$page", built for $mode, has of the panel: $found', async (each) => {
  const text = await bundlers[each.bundler]?.(each.page, each.mode)
  expect(text?.length).toBeGreaterThan(50)
  expect(traces.filter((trace) => text?.includes(trace))).toEqual(each.found)
})
