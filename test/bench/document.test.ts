// @vitest-environment jsdom
import { expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds write.d.mts, which holds only types
import { createFiles, findGaps } from '../../bench/write.mjs'
import { root } from '../package/project.ts'

const machine = { date: '2026-01-02', node: '20.19.0', cpu: 'A processor', cores: 2, crashed: false }
const fast = { against: 'json', ours: 1_000, theirs: 2_000, ratio: 0.5, difference: -1_000, bar: 1, aim: 0.75 }
const slow = { ...fast, against: 'a <fast> one', ours: 4_000, ratio: 2 }
const size = { against: 'another page', ours: 28_982, theirs: 10_000, max: 14_000, unit: 'bytes', aim: 13_000 }
const rows = [
  { name: 'encode', work: 'encode rows', reasons: { 'a <fast> one': 'It does less.', json: 'Never shown.' } },
  { name: 'page', work: 'bytes of a page' },
  { name: 'heard', work: 'a hit with a listener', withoutBar: 'It shows what a listener costs.' },
  { name: 'later', work: 'not measured' },
]
const growth = [
  {
    work: 'hit',
    of: 'entries',
    library: 'Cachetta',
    points: [
      [100, 300_000],
      [10_000, 310_000],
    ],
  },
  {
    work: 'hit',
    of: 'entries',
    library: 'One blob',
    points: [
      [100, 2e6],
      [10_000, 2e8],
    ],
  },
  { work: 'hit', of: 'entries', library: 'A library with a name that is long', points: [[100, 2e6]] },
]
const results = {
  peers: { dependencies: { swr: '2.5.1', keyv: '5.6.0' }, heldBack: { keyv: 'release 6 needs a newer Node' } },
  rows: {
    encode: { ...machine, comparisons: [fast, slow], growth },
    page: { ...machine, date: '2026-01-03', comparisons: [size] },
    heard: { ...machine, comparisons: [{ ...fast, bar: undefined, aim: undefined }] },
  },
}
const sections = [
  { title: 'Texts', about: 'About texts.', rows },
  { title: 'Growth', about: '', rows: [] },
]
const files = createFiles(root, sections, results)
const text = files['docs/benchmark.md'] ?? ''

function readPicture(name: string): Element {
  const source = files[`docs/images/${name}.svg`] ?? ''
  return new DOMParser().parseFromString(source, 'image/svg+xml').documentElement
}

test('the document has each comparison with its bar and its aim', () => {
  expect(text).toContain('| encode: encode rows | json | 2.00 µs | 1.00 µs | 0.50 | ≤ 1.00, aim 0.75 | holds |')
  expect(text).toContain(
    '| page: bytes of a page | another page | 10.0 kB | 29.0 kB |  | ≤ 14.0 kB, aim 13.0 kB | MISSED |',
  )
  expect(text).not.toContain('later')
})

test('a missed bar is shown with its reason, and a reason only if its bar is missed', () => {
  expect(text).toContain('- *encode*: 2.00 instead of ≤ 1.00, aim 0.75 (a <fast> one). It does less.')
  expect(text).toContain('- *page*: 29.0 kB instead of ≤ 14.0 kB, aim 13.0 kB (another page). No reason is known yet.')
  expect(text).not.toContain('Never shown.')
})

test('the document says why a row has no bar', () => {
  expect(text).toContain('- *heard*: It shows what a listener costs.')
})

test('the document names the machine, the dates, and the releases of the other libraries', () => {
  expect(text).toContain('Measured on 2026-01-02 with Node 20.19.0 on A processor (2 cores).')
  expect(text).toContain('page: on 2026-01-03 with Node 20.19.0 on A processor (2 cores).')
  expect(text).toContain('- `swr` 2.5.1\n- `keyv` 5.6.0, because release 6 needs a newer Node')
})

test('a row that was not measured, a missed bar without a reason, and a row without a bar are gaps', () => {
  const withoutWords = rows.map(({ name, work }) => ({ name, work }))
  expect(findGaps(rows, results.rows)).toEqual([
    expect.stringMatching(/^page misses a bar without a reason.* 'another page'$/),
    expect.stringMatching(/^later was not measured/),
  ])
  expect(findGaps(withoutWords, { ...results.rows, later: { crashed: true, comparisons: [] } })).toEqual([
    expect.stringMatching(/^encode misses a bar without a reason.* 'a <fast> one'$/),
    expect.stringMatching(/^page misses a bar/),
    expect.stringMatching(/^heard has no bar/),
    'later crashed',
  ])
})

test('the plot of ratios has a mark, a bar and a value for the hardest comparison of each row', () => {
  const picture = readPicture('benchmark-ratios')
  expect(picture.querySelector('desc')?.textContent).toBe('encode, against a <fast> one: 2.00, misses the bar of 1.00.')
  expect(textsIn(picture)).toEqual(expect.arrayContaining(['encode: a <fast> one', '2.00', '1', 'holds', 'missed']))
})

test('the plot of growth has a panel for each kind of work, with a line for each library', () => {
  const picture = readPicture('benchmark-growth')
  expect(picture.querySelector('desc')?.textContent).toContain(
    'hit, One blob: 2.0 ms with 100 entries, 200.0 ms with 10,000 entries.',
  )
  expect(picture.querySelectorAll('polyline')).toHaveLength(3)
  expect(textsIn(picture)).toEqual(expect.arrayContaining(['hit, by entries', 'Cachetta', 'One blob', '310 µs']))
})

test.each(['benchmark-ratios', 'benchmark-growth'])('%s.svg has a name, and no text leaves the picture', (name) => {
  const picture = readPicture(name)
  expect(picture.getAttribute('role')).toBe('img')
  expect(picture.querySelector('title')?.textContent).not.toBe('')
  const width = Number(picture.getAttribute('width'))
  const starts = [...picture.querySelectorAll('text:not(.end):not(.middle)')]
  const rightmost = starts.map((each) => Number(each.getAttribute('x')) + 8 * (each.textContent ?? '').length)
  expect(Math.max(...rightmost)).toBeLessThan(width)
})

function textsIn(picture: Element): (string | null)[] {
  return [...picture.querySelectorAll('text')].map((each) => each.textContent)
}
