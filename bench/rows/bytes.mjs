import { join } from 'node:path'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { peers } from '../size/capabilities.mjs'
// biome-ignore lint/correctness/useImportExtensions: the rule finds the .d.mts, which holds only types
import { measure, page } from '../size/measure.mjs'

const peersDirectory = join(import.meta.dirname, '..', 'peers')
const doors = `export * from 'cachetta/react'\nexport * from 'cachetta'`

const pageReason =
  'The page stores data of any type in IndexedDB, and shares it and its computations with other tabs. [Size](size.md) shows what each capability costs: without the largest one, the page would still miss the bar.'
const doorsReason =
  'This is everything that the two doors export. A bundler drops what a page does not import, so no page has all of it.'

export const pageBytes = {
  name: 'page-bytes',
  work: 'a page with `useCachetta` and `CachettaProvider`, minified and gzipped, without React',
  reason: pageReason,
  async run() {
    const { gzipped: ours } = await measure(page)
    const comparisons = []
    for (const { name, code } of peers)
      comparisons.push(compareBytes(name, ours, (await measure(code, peersDirectory)).gzipped))
    return [...comparisons, { against: 'the bar', ours, unit: 'bytes', max: 14_000, aim: 13_000 }]
  },
}

export const doorsBytes = {
  name: 'doors-bytes',
  work: 'all of `cachetta/react` and `cachetta` in a page',
  reason: doorsReason,
  async run() {
    const { gzipped: ours } = await measure(doors)
    return [{ against: 'the bar', ours, unit: 'bytes', max: 26_000 }]
  },
}

function compareBytes(against, ours, theirs) {
  return { against, ours, theirs, ratio: ours / theirs, difference: ours - theirs, unit: 'bytes' }
}
