import { expect, it } from 'vitest'
import { suggest } from '../../src/cli/suggest.ts'

const known = ['ls', 'show', 'stats', 'verify', 'prune', 'clear']

it.each([
  ['lss', 'ls'],
  ['sow', 'show'],
  ['veryfi', 'verify'],
  ['pru', 'prune'],
  ['cleer', 'clear'],
  ['delete', undefined],
  ['', undefined],
])('%s suggests %s', (mistyped, name) => {
  expect(suggest(mistyped, known)).toBe(name)
})
