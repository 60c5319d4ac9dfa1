import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { canonicalText } from '../../src/key/canonical.ts'
import { hash } from '../../src/key/hash.ts'

const ARGS =
  '[{ b: [1, -0], a: new Map([["y", 1], ["x", new Set([2n, "z"])]]) }, new Date(0), /a/g, new Error("no"), Buffer.from("hi")]'

test('another process writes the same text and the same hash (14)', () => {
  const code = `
    import { canonicalText } from './.cache/modules/key/canonical.js'
    import { hash } from './.cache/modules/key/hash.js'
    const args = ${ARGS}
    console.log(JSON.stringify([canonicalText(args), hash(...args)]))`
  const other = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }))
  const args = [
    { a: new Map<string, unknown>([['x', new Set(['z', 2n])], ['y', 1]]), b: [1, -0] },
    new Date(0),
    /a/g,
    new Error('no'),
    Buffer.from('hi'),
  ] // biome-ignore format: a list to compare with ARGS
  expect(other).toEqual([canonicalText(args), hash(...args)])
})
