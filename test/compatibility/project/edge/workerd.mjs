// Runs worker.js in workerd, with a KV namespace. A revalidation that `waitUntil` gets is stored after the response, through
// `storageStore` and through unstorage's driver.
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { Miniflare } from 'miniflare'
import { bundle } from './bundle.mjs'

const file = fileURLToPath(new URL('worker.js', import.meta.url))
const script = await bundle(file, ['workerd', 'worker', 'browser'], 'esm')
const runtime = new Miniflare({ modules: true, script, compatibilityDate: '2025-01-01', kvNamespaces: ['RATES'] })
const ask = async (route) => (await runtime.dispatchFetch(`http://localhost/${route}`)).json()

try {
  assert.deepEqual(await ask('memory'), { computations: 1, isSame: true, isDate: true, bytes: [1, 2] })
  assert.deepEqual(await ask('memory'), { computations: 1, isSame: true, isDate: true, bytes: [1, 2] })
  assert.deepEqual(await ask('files'), { error: 'InvalidOptionError' })

  const namespace = await runtime.getKVNamespace('RATES')
  for (const way of ['storage', 'unstorage']) {
    assert.deepEqual(await ask(`stale/${way}`), { value: 1 })
    assert.deepEqual(await ask(`stale/${way}`), { value: 1 }) // and it computes 2
    const until = Date.now() + 10_000
    let stored = await ask(`stored/${way}`)
    while (stored.value !== 2 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      stored = await ask(`stored/${way}`)
    }
    assert.equal(stored.value, 2)
    const { keys } = await namespace.list()
    if (way === 'unstorage') assert.ok(keys.some(({ expiration }) => expiration * 1_000 > Date.now()))
    assert.deepEqual(await ask(`invalidate/${way}`), { hit: false })
  }
} finally {
  await runtime.dispose()
}
console.log('workerd: all checks hold')
