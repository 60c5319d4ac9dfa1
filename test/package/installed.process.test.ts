import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from './consumer.ts'
import { newConsumer, runIn } from './consumer.ts'

let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
  for (const file of ['import.mjs', 'require.cjs']) {
    copyFileSync(join(import.meta.dirname, 'tarball', 'fixtures', file), join(consumer.dir, file))
  }
})
afterAll(() => consumer.remove())

const answers = { answers: [9, 9, 16, 16], hit: true, refused: 'INVALID_OPTION' }

test('the installed package works by import, from the disk the second time', () => {
  expect(JSON.parse(runIn(consumer, ['import.mjs']))).toEqual({ ...answers, computed: 1 })
  expect(JSON.parse(runIn(consumer, ['import.mjs']))).toEqual({ ...answers, computed: 0 })
  expect(existsSync(join(consumer.dir, 'cache'))).toBe(true)
})

test('it works where code may not be made from strings', () => {
  const output = runIn(consumer, ['--disallow-code-generation-from-strings', 'import.mjs'])
  expect(JSON.parse(output)).toMatchObject(answers)
})

test.runIf(canRequireModules())('it works by require', () => {
  expect(runIn(consumer, ['require.cjs'])).toBe('9\n')
})

test('importing it loads no more modules than it needs', () => {
  const modules = modulesLoadedBy(`import 'cachetta'`)
  const names = modules.flatMap((url) => /node_modules.*/.exec(url) ?? [])
  expect(names.toSorted()).toEqual(
    [
      'index.js',
      'engine/compute/call-chain.node.js',
      'engine/events/events.node.js',
      'engine/events/start-events.node.js',
      'entry/json/crc32.node.js',
      'entry/private-state.js',
      'environment/environment.js',
      'key/file-url.node.js',
      'key/sha256.node.js',
      'shared/base.js',
      'shared/cachetta.js',
      'shared/engine.js',
      'shared/file-store.js',
      'shared/functions.js',
      'shared/hash.js',
      'shared/json-codec.js',
      'shared/private-state.js',
      'store/default/default-store.js',
      'store/default/default-store.node.js',
      'store/file/file-store.js',
      'store/indexeddb/indexeddb-store.unavailable.js',
    ]
      .map((file) => `node_modules/cachetta/dist/${file}`)
      .toSorted(),
  )
})

test('importing it has Node set up nothing that takes long: no streams, no terminal, no cryptography', () => {
  const program = `const before = process.moduleLoadList.length
    await import('cachetta')
    const loaded = process.moduleLoadList.slice(before)
    console.log(JSON.stringify(loaded.filter((name) => /stream|tty|crypto/.test(name))))`
  expect(JSON.parse(runIn(consumer, ['--input-type=module', '--eval', program]))).toEqual([])
})

test('its doors throw the same errors, and the storage brings what its keeper needs', () => {
  const program = `import { Cachetta, InvalidOptionError } from 'cachetta'
    import { storageStore } from 'cachetta/storage'
    const items = new Map()
    const storage = { getItem: (name) => items.get(name), setItem: (name, text) => items.set(name, text), removeItem() {} }
    const cached = new Cachetta({ path: 'squares', store: storageStore(storage) }).wrapSync((n) => n * n)
    try { storageStore() } catch (error) { console.log(cached(3), items.size, error instanceof InvalidOptionError) }`
  // The entry, and the index that such a storage needs.
  expect(runIn(consumer, ['--input-type=module', '--eval', program])).toBe('9 2 true\n')
})

test('npx cachetta runs the command in a project, and its exit code is that of npx', () => {
  const npx = (...args: readonly string[]) =>
    spawnSync('npx', ['cachetta', ...args], { cwd: consumer.dir, encoding: 'utf8' })
  const { version } = JSON.parse(readFileSync(join(consumer.dir, 'node_modules', 'cachetta', 'package.json'), 'utf8'))
  expect(npx('--version')).toMatchObject({ status: 0, stdout: `${version}\n` })
  runIn(consumer, ['import.mjs'])
  const { status, stdout } = npx('ls', 'cache', '--json')
  const entries = stdout.trim().split('\n')
  expect(status).toBe(0)
  expect(entries.map((line) => JSON.parse(line).kind)).toEqual(['entry', 'entry', 'entry'])
  expect(npx('verify', 'none')).toMatchObject({ status: 2, stderr: 'none does not exist.\n' })
})

/** The files that one program runs, as Node's own coverage lists them. */
function modulesLoadedBy(program: string): string[] {
  const dir = mkdtempSync(join(consumer.dir, 'coverage-'))
  runIn(consumer, ['--input-type=module', '--eval', program], { NODE_V8_COVERAGE: dir })
  const reports = readdirSync(dir).map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')))
  const urls = reports.flatMap(({ result }) => result.map(({ url }: { url: string }) => url))
  return urls.filter((url) => url.startsWith('file:'))
}

/** From 20.19 and 22.12 on; between them, 21 and 22.0 to 22.11 do not. */
function canRequireModules(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23
}
