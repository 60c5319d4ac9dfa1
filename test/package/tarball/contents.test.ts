import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { newConsumer } from '../consumer.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
})
afterAll(() => consumer.remove())

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )

test('the tarball holds the sources, what they compile to, the bundle for Node, and four texts, nothing else', () => {
  const files = filesIn(join(consumer.dir, 'node_modules', 'cachetta'))
  const sources = filesIn(join(root, 'src'))
  const compiled = sources.flatMap((file) =>
    ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((ending) => `dist/${file.replace(/\.tsx?$/, ending)}`),
  )
  const bundled = ['index.js', 'react.js', 'shared.js', 'ssr.js', 'storage.js', 'testing.js'].flatMap((file) => [
    `dist/node/${file}`,
    `dist/node/${file}.map`,
  ])
  const texts = ['dist/node/LICENSES.txt', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
  expect(files.toSorted()).toEqual(
    [...compiled, ...bundled, ...sources.map((file) => `src/${file}`), ...texts].toSorted(),
  )
})

test('every door that package.json names is in the tarball, with its types beside it', () => {
  const files = new Set(filesIn(join(consumer.dir, 'node_modules', 'cachetta')))
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const doors = Object.values<string | { default: string }>(exports)
    .map((door) => (typeof door === 'string' ? door : door.default))
    .filter((target) => target.endsWith('.js'))
  const wanted = doors.flatMap((door) => [door.slice(2), door.slice(2).replace(/\.js$/, '.d.ts')])
  expect(wanted.filter((file) => !files.has(file))).toEqual([])
})

test('publint has nothing to say', async () => {
  const tarball = new Uint8Array(readFileSync(consumer.tarball)).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
})

test('every way to import finds the right types (are the types wrong?)', () => {
  const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js')
  // `esm-only`: CommonJS reaches the package by require(esm), where Node allows it.
  const args = [attw, consumer.tarball, '--profile', 'esm-only', '--no-color', '--no-emoji']
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status, stdout).toBe(0)
})
