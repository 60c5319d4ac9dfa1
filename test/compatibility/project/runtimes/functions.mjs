// What each runtime must do: the same promises for Node, Deno and Bun. Prints `ok` at its end.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esm from 'cachetta'
import {
  getOrSet,
  getOrSetSync,
  InvalidKeyError,
  keyText,
  readCache,
  readCacheSync,
  writeCache,
  writeCacheSync,
} from 'cachetta'
import { useCachetta } from 'cachetta/react'

const { Cachetta } = esm
const [job, path] = process.argv.slice(2)

if (job === 'crash') {
  // Holds the lock of the entry, and never finishes.
  await new Cachetta({ path, lock: true }).wrap(async () => {
    console.log('computing')
    return await new Promise((resolve) => setTimeout(resolve, 60_000))
  })()
}

const folder = mkdtempSync(join(tmpdir(), 'cachetta-compatibility-'))

/** One copy of the package, by `import` and by `require`. */
function testIdentity() {
  const require = createRequire(import.meta.url)
  assert.equal(require('cachetta').Cachetta, Cachetta)
  assert.equal(require('cachetta/react').useCachetta, useCachetta)
}

async function testReadsAndWrites() {
  const cache = new Cachetta({ path: join(folder, 'by-hand.json') })
  assert.equal(await readCache(cache), null)
  await writeCache(cache, { name: 'Ada' })
  assert.deepEqual(await readCache(cache), { name: 'Ada' })
  assert.deepEqual(readCacheSync(cache), { name: 'Ada' })
  writeCacheSync(cache, { name: 'Grace' })
  assert.deepEqual(await readCache(cache), { name: 'Grace' })
  const one = new Cachetta({ path: join(folder, 'one.json') })
  const returnOne = () => 1
  assert.deepEqual([await getOrSet(one, returnOne), getOrSetSync(one, returnOne)], [1, 1])
}

/** Calls at the same time share one computation, and another cache reads what it wrote. */
async function testFunctions() {
  let calls = 0
  const compute = async (id) => ({
    id,
    calls: ++calls,
    at: new Date(0),
    bytes: new Uint8Array([1, 2]),
    url: new URL('https://a.example/'),
  })
  const create = () => new Cachetta({ path: join(folder, 'functions'), lock: true }).wrap(compute)
  const fn = create()
  const [one, two] = await Promise.all([fn(1), fn(1)])
  assert.deepEqual([one.calls, two.calls], [1, 1])
  const again = await create()(1)
  assert.deepEqual(
    [again.calls, again.at, again.bytes, again.url.href],
    [1, new Date(0), new Uint8Array([1, 2]), 'https://a.example/'],
  )
  await fn.invalidate(1)
  assert.equal((await fn(1)).calls, 2)
  const sync = new Cachetta({ path: join(folder, 'sync') }).wrapSync((n) => n * ++calls)
  assert.equal(sync(1), sync(1))
}

async function testTags() {
  let calls = 0
  const cache = new Cachetta({ path: join(folder, 'tags', 'users.json'), tags: ['users'] })
  const fn = cache.wrap(async (id) => `${id} ${++calls}`)
  assert.deepEqual([await fn(1), await fn(2)], ['1 1', '2 2'])
  await cache.invalidateTags('users')
  assert.deepEqual([await fn(1), await fn(2)], ['1 3', '2 4'])
}

/** Keys of every built-in type, with the same texts on all runtimes. */
function testKeys() {
  const keys = [
    [new URL('https://a.example/b?c#d'), 'URL("https://a.example/b?c#d")'],
    [new URLSearchParams('b=1&a=2'), 'URLSearchParams("b=1&a=2")'],
    [new Map([['a', new Set([1n])]]), 'Map("a"=>Set(1n))'],
    [new Date(0), 'Date(1970-01-01T00:00:00.000Z)'],
    [/a/g, 'RegExp("a","g")'],
    [new Uint8Array([255]), 'Uint8Array(ff)'],
    [Number.NaN, 'NaN'],
  ]
  for (const [key, text] of keys) assert.equal(keyText(key), text)
  assert.throws(() => keyText(Symbol('a')), InvalidKeyError)
}

/** The lock of a process that was killed passes on at once. */
async function testCrash() {
  const entry = join(folder, 'crash.json')
  const args = process.versions.deno ? ['run', '-A'] : []
  const child = spawn(process.execPath, [...args, fileURLToPath(import.meta.url), 'crash', entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const next = new Cachetta({ path: entry, lock: true }).wrap(async () => 'computed here')()
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited
  assert.equal(await next, 'computed here')
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('lock')),
    [],
  )
}

testIdentity()
await testReadsAndWrites()
await testFunctions()
await testTags()
testKeys()
await testCrash()
console.log('ok')
