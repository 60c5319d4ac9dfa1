import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BuildOptions } from 'esbuild'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { newConsumer } from '../consumer.ts'

// What a page of a user loads, bundled from the packed files. A bundler drops what the page does not use, except statements of a file
// that do something when it is loaded. So such statements have files of their own, or are marked as pure.

/** A text of each part that has such statements. */
const traces = {
  'the class Cachetta': 'nodejs.util.inspect.custom',
  'the parser of class sources': 'HashbangComment',
  'the names of options': 'did you mean ',
  events: 'a listener of subscribeEvents threw',
}

let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
})
afterAll(() => consumer.remove())

async function bundle(code: string, options: BuildOptions = {}): Promise<string> {
  writeFileSync(join(consumer.dir, 'page.js'), code)
  const { outputFiles } = await build({
    absWorkingDir: consumer.dir,
    entryPoints: ['page.js'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom'],
    ...options,
  })
  return (outputFiles ?? []).map(({ text }) => text).join('')
}

test.each([
  [`export { CachettaProvider, useCachetta } from 'cachetta/react'`, []],
  [`export * as door from 'cachetta/react'`, []],
  [`export * as door from 'cachetta/ssr'`, []],
  [`export * as door from 'cachetta/tanstack-query'`, []],
  [`export { Cachetta } from 'cachetta'`, ['the class Cachetta', 'events']],
  [`export { subscribeEvents } from 'cachetta'`, ['events']],
])('%s brings of what it may not use: %j', async (code, expected) => {
  const text = await bundle(code)
  const found = Object.entries(traces).filter(([, trace]) => text.includes(trace))
  expect(found.map(([name]) => name)).toEqual(expected)
})

const development = { 'process.env.NODE_ENV': '"development"' }

test.each<[string, BuildOptions, boolean]>([
  ['a page in production', {}, false],
  ['a page in development', { define: development }, true],
  ['a worker at the edge', { conditions: ['workerd', 'worker', 'browser'] }, true],
  ['Node', { platform: 'node' }, true],
])('%s', async (_place, options, isLong) => {
  const text = await bundle(`export { Cachetta } from 'cachetta'`, options)
  expect(text.includes('milliseconds, Infinity, or text like'), 'the long texts of errors').toBe(isLong)
  expect(text.includes(traces['the parser of class sources']), 'the check for private state').toBe(isLong)
})

test('a page with useCachetta and CachettaProvider costs at most 30,001 bytes', async () => {
  const text = await bundle(`export { CachettaProvider, useCachetta } from 'cachetta/react'`)
  expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(30_001)
})
