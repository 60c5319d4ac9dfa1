import { startBrowser } from '../browser.mjs'
import { compareTimes, median } from '../measure.mjs'
import { installed } from '../peers.mjs'

const components = 1_000

const packages = { swr: 'swr', 'tanstack-query': '@tanstack/react-query' }

const kinds = [
  { name: 'Cachetta', entry: 'pages/cachetta.mjs' },
  { name: 'Cachetta in memory', entry: 'pages/cachetta-in-memory.mjs' },
]

export const mount = {
  name: 'mount',
  work: `mount ${components} components with distinct keys`,
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { swr: 1 },
      ids: Array.from({ length: components }, (_, id) => id),
      renders: 2,
      rounds: 31,
      async measure(page, ids) {
        const measured = await page.evaluate((ids) => globalThis.bench.mount(ids), ids)
        await page.evaluate(() => globalThis.bench.unmount())
        return measured
      },
    }),
}

export const update = {
  name: 'update',
  work: `one update seen by ${components} components`,
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { 'tanstack-query': 1 },
      ids: Array.from({ length: components }, () => 1),
      renders: 1,
      rounds: 41,
      prepare: (page, ids) => page.evaluate((ids) => globalThis.bench.mount(ids), ids),
      measure: (page, [id], round) =>
        page.evaluate(([id, score]) => globalThis.bench.update(id, score), [id, round + 1]),
    }),
}

async function comparePages(directory, { bars, ids, renders, rounds, prepare, measure }) {
  const browser = await startBrowser(directory)
  try {
    const all = [...kinds, ...installed(packages).map((name) => ({ name, entry: `peers/${name}.mjs` }))]
    for (const each of all) {
      each.page = await browser.open(each.entry)
      await prepare?.(each.page, ids)
    }
    await measureInTurn(all, rounds, (page, round) => measure(page, ids, round))
    return comparisonsOf(all, bars, renders)
  } finally {
    await browser.close()
  }
}

/** Each in front, as a page is that someone looks at: one behind others paints nothing. The round before the first has code compiled. */
async function measureInTurn(all, rounds, measure) {
  for (const each of all) each.measured = []
  for (let round = -1; round < rounds; round++) {
    for (const { page, measured } of round % 2 === 0 ? all : all.toReversed()) {
      await page.bringToFront()
      const one = await measure(page, round)
      if (round >= 0) measured.push(one)
    }
  }
}

function comparisonsOf(all, bars, renders) {
  const [stored, inMemory, ...others] = all
  const times = ({ measured }) => measured.map(({ ms }) => ms * 1e6)
  const counts = ({ measured }) => median(measured.map((one) => one.renders))
  return [
    ...others.map((other) => ({ ...compareTimes(other.name, times(stored), times(other)), bar: bars[other.name] })),
    ...others.map((other) => compareTimes(`${other.name}, Cachetta in memory`, times(inMemory), times(other))),
    ...others.map((other) => ({
      against: `${other.name}, renders of each`,
      ours: counts(stored),
      theirs: counts(other),
      most: renders,
    })),
  ]
}
