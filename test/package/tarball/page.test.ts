import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
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

async function bundle(code: string): Promise<string> {
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
  })
  return outputFiles.map(({ text }) => text).join('')
}

test.each([
  [`export { CachettaProvider, useCachetta } from 'cachetta/react'`, []],
  [`export * as door from 'cachetta/react'`, []],
  [`export * as door from 'cachetta/ssr'`, []],
  [`export * as door from 'cachetta/tanstack-query'`, []],
  [`export { Cachetta } from 'cachetta'`, ['the class Cachetta', 'the parser of class sources', 'events']],
  [`export { subscribeEvents } from 'cachetta'`, ['events']],
])('%s brings of what it may not use: %j', async (code, expected) => {
  const text = await bundle(code)
  const found = Object.entries(traces).filter(([, trace]) => text.includes(trace))
  expect(found.map(([name]) => name)).toEqual(expected)
})

test('a page with useCachetta and CachettaProvider costs at most 30,248 bytes', async () => {
  const text = await bundle(`export { CachettaProvider, useCachetta } from 'cachetta/react'`)
  expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(30_248)
})
