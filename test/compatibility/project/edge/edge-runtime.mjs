// Runs program.js in the Edge Runtime, which Next uses for `runtime = 'edge'`.
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { bundle } from './bundle.mjs'

const file = fileURLToPath(new URL('program.js', import.meta.url))
const runtime = new EdgeVM()
runtime.evaluate(await bundle(file, ['edge-light', 'worker', 'browser'], 'iife'))
const outcome = await runtime.evaluate('program.check().then(JSON.stringify)')
assert.deepEqual(JSON.parse(outcome), { together: [1, 1], stale: 1, next: 2, isMap: true, error: 'InvalidOptionError' })
console.log('Edge Runtime: all checks hold')
