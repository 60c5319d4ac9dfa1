import { describe, expect, it } from 'vitest'
import {
  countOf,
  cutEnd,
  cutStart,
  escapeJson,
  escapeText,
  formatAge,
  formatBytes,
  formatSpan,
  padEnd,
  widthOf,
} from '../../src/cli/format.ts'

describe('escapeText', () => {
  it('shows characters that a terminal obeys, that hide text, or that change its direction', () => {
    expect(escapeText('\u001b[31mred\u0007\r\n\u009b2J\u202e\u200b\ufeff\u007f')).toBe(
      '\\u001b[31mred\\u0007\\u000d\\u000a\\u009b2J\\u202e\\u200b\\ufeff\\u007f',
    )
  })

  it('shows half of a character, and leaves whole ones of all languages', () => {
    expect(escapeText('a\ud83d')).toBe('a\\ud83d')
    expect(escapeText('Zürich 東京 😀')).toBe('Zürich 東京 😀')
  })

  it('leaves JSON the same JSON', () => {
    const value = { 'a\u009b': ['\u202e', '\u001b', '😀'] }
    const json = escapeJson(JSON.stringify(value, null, 2))
    expect(JSON.parse(json)).toEqual(value)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a terminal
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [9_950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [12_345_678, '12 MB'],
  [4e15, '4000 TB'],
])('formatBytes(%d) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it.each([
  [0, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [86_399_999, '23h'],
  [86_400_000, '1d'],
  [864e7, '100d'],
  [Number.POSITIVE_INFINITY, 'future'],
])('formatAge(%d) is %s', (age, text) => {
  expect(formatAge(age)).toBe(text)
})

it.each([
  [0, '0ms'],
  [1, '1ms'],
  [5_400_000, '1h30m'],
  [86_400_001, '1d1ms'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('formatSpan(%d) is %s', (span, text) => {
  expect(formatSpan(span)).toBe(text)
})

describe('columns', () => {
  it('count wide characters twice and accents not at all', () => {
    expect(['abc', '東京', 'e\u0301', '😀'].map(widthOf)).toEqual([3, 4, 1, 2])
    expect(padEnd('東京', 6)).toBe('東京  ')
  })

  it('are never exceeded by a text that is cut', () => {
    expect(cutEnd('abcdef', 6)).toBe('abcdef')
    expect(cutEnd('abcdefg', 6)).toBe('abcde…')
    expect(cutStart('abcdefg', 6)).toBe('…cdefg')
    expect(cutEnd('東京都', 4)).toBe('東…')
  })
})

it('countOf names one and many', () => {
  expect([countOf(1, 'file'), countOf(0, 'file'), countOf(1_234, 'entry', 'entries')]).toEqual([
    '1 file',
    '0 files',
    '1,234 entries',
  ])
})
