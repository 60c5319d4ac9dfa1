import { describe, expect, it } from 'vitest'
import { createFilter, hasFilter } from '../../src/cli/filter.ts'
import type { EntryStat } from '../../src/index.ts'

const now = 1_000_000_000

const entryOf = (parts: Partial<EntryStat>): EntryStat => ({
  key: '1',
  storedAt: now,
  tags: [],
  path: 'users.json',
  size: 1,
  address: { path: 'users.json', key: '1', exact: false },
  ...parts,
})

function matches(filters: Partial<Parameters<typeof createFilter>[0]>, parts: Partial<EntryStat>): boolean {
  return createFilter({ keys: [], tags: [], ...filters })(entryOf(parts), now)
}

describe('a filter', () => {
  it('takes all without conditions', () => {
    expect(matches({}, {})).toBe(true)
    expect(hasFilter({ keys: [], tags: [] })).toBe(false)
    expect(hasFilter({ keys: [], tags: [], olderThan: 0 })).toBe(true)
  })

  it('counts an age from the older of both times, and a time in the future as old', () => {
    const olderThan = 1_000
    expect(matches({ olderThan }, { storedAt: now - 999 })).toBe(false)
    expect(matches({ olderThan }, { storedAt: now - 1_000 })).toBe(true)
    expect(matches({ olderThan }, { datedAt: now - 1_000 })).toBe(true)
    expect(matches({ olderThan }, { storedAt: now + 60_000 })).toBe(false)
    expect(matches({ olderThan }, { storedAt: now + 60_001 })).toBe(true)
  })

  it('takes an entry with one of the tags', () => {
    expect(matches({ tags: ['a', 'b'] }, { tags: ['b', 'c'] })).toBe(true)
    expect(matches({ tags: ['a'] }, { tags: ['ab'] })).toBe(false)
  })

  it('needs all conditions together', () => {
    expect(matches({ tags: ['a'], keys: ['1'] }, { tags: ['a'] })).toBe(true)
    expect(matches({ tags: ['a'], keys: ['2'] }, { tags: ['a'] })).toBe(false)
  })

  it.each<[pattern: string, key: string, isMatch: boolean]>([
    ['1', '1', true],
    ['1', '11', false],
    ['1*', '11', true],
    ['*"id":1*', '{"id":1}', true],
    ['a*b*c', 'axxbxxc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
    ['a**a', 'aa', true],
    ['a*bc*bc', 'abc', false],
    ['(.+)+$', 'aaaa', false],
  ])('with the key %s and an entry with the key %s: %s', (pattern, key, isMatch) => {
    expect(matches({ keys: [pattern] }, { key })).toBe(isMatch)
  })
})
