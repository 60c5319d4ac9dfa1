import { startBrowser } from '../browser.mjs'
import { compareTimes, limitRounds, median } from '../measure.mjs'
import { findInstalled } from '../peers.mjs'

const componentCount = 1_000

export const packages = { swr: 'swr', 'tanstack-query': '@tanstack/react-query' }

export const ourPages = [
  { name: 'Cachetta', entry: 'pages/cachetta.mjs' },
  { name: 'Cachetta in memory', entry: 'pages/cachetta-in-memory.mjs' },
]

export const mount = {
  name: 'mount',
  work: `mount ${componentCount} components with distinct keys`,
  reasons: {
    swr: `React works less than for SWR. But each component allocates more: promises, and functions that bound the time of each read, lock and
write. V8 fills its space for young objects once more during the mount, and copies what lives.`,
  },
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { swr: 1 },
      ids: Array.from({ length: componentCount }, (_, id) => id),
      maxRenders: 2,
      rounds: 21,
      measure: (page, ids) => measureMounted(page, 'mount', ids),
    }),
}

export const mountShared = {
  name: 'mount-shared',
  work: `mount ${componentCount} components that share a key`,
  reasons: {
    'the better in each round': `The better of two noisy numbers is better than each. Each hook has two effects more than that of TanStack
Query, for polling and for the data of the key before, and reads its entry again in each render.`,
  },
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { 'the better in each round': 1 },
      ids: Array.from({ length: componentCount }, () => 1),
      maxRenders: 2,
      rounds: 21,
      measure: (page, ids) => measureMounted(page, 'mount', ids),
    }),
}

export const mutateAfterMount = {
  name: 'mutate-after-mount',
  work: `one mutation right after ${componentCount} components have mounted`,
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { swr: 1.2 },
      aim: 1,
      ids: Array.from({ length: componentCount }, (_, id) => id),
      maxRenders: 1,
      rounds: 25,
      measure: (page, ids) => measureMounted(page, 'mutateAfterMount', ids),
    }),
}

export const update = {
  name: 'update',
  work: `one update shown by ${componentCount} components`,
  reasons: {
    'tanstack-query': `Each render of a hook has two effects and a reducer more than one of TanStack Query, for polling and for the data of the
key before. React compares their dependencies each time.`,
  },
  run: ({ directory }) =>
    comparePages(directory, {
      bars: { 'tanstack-query': 1 },
      ids: Array.from({ length: componentCount }, () => 1),
      maxRenders: 1,
      rounds: 31,
      prepare: (page, ids) => page.evaluate((ids) => globalThis.bench.mount(ids), ids),
      measure: (page, [id], round) =>
        page.evaluate(([id, score]) => globalThis.bench.update(id, score), [id, round + 1]),
    }),
}

/** Calls a method of the page that mounts components, and unmounts them. */
async function measureMounted(page, method, ids) {
  const measured = await page.evaluate(([method, ids]) => globalThis.bench[method](ids), [method, ids])
  await page.evaluate(() => globalThis.bench.unmount())
  return measured
}

async function comparePages(directory, { bars, aim, ids, maxRenders, rounds, prepare, measure }) {
  const browser = await startBrowser(directory)
  try {
    const all = [...ourPages, ...findInstalled(packages).map((name) => ({ name, entry: `peers/${name}.mjs` }))]
    for (const each of all) {
      each.page = await browser.openPage(each.entry)
      await prepare?.(each.page, ids)
    }
    await measureInTurn(all, rounds, (page, round) => measure(page, ids, round))
    return createComparisons(all, { bars, aim, maxRenders })
  } finally {
    await browser.close()
  }
}

/**
 * Brings each page to the front before its measurement, because a hidden page does not paint. The results of the first round are
 * dropped: it lets V8 compile the code.
 */
async function measureInTurn(all, rounds, measure) {
  for (const each of all) each.measured = []
  for (let round = -1; round < limitRounds(rounds); round++) {
    for (const { page, measured } of round % 2 === 0 ? all : all.toReversed()) {
      await page.bringToFront()
      const result = await measure(page, round)
      if (round >= 0) measured.push(result)
    }
  }
}

function createComparisons(all, { bars, aim, maxRenders }) {
  const [withStore, inMemory, ...peers] = all
  const others = 'the better in each round' in bars ? [...peers, createBetter(peers)] : peers
  const getTimes = ({ measured }) => measured.map(({ ms }) => ms * 1e6)
  const getRenders = ({ measured }) => median(measured.map(({ renders }) => renders))
  return [
    ...others.map((other) => ({
      ...compareTimes(other.name, getTimes(withStore), getTimes(other)),
      bar: bars[other.name],
      aim: bars[other.name] && aim,
    })),
    ...others.map((other) => compareTimes(`${other.name}, Cachetta in memory`, getTimes(inMemory), getTimes(other))),
    ...others.map((other) => ({
      against: `${other.name}, renders per component`,
      ours: getRenders(withStore),
      theirs: getRenders(other),
      max: maxRenders,
    })),
  ]
}

/** A library that is as fast in each round as the faster of two. */
function createBetter(peers) {
  const [first, ...rest] = peers.map(({ measured }) => measured)
  const measured = first.map((one, round) =>
    rest.reduce((best, each) => (each[round].ms < best.ms ? each[round] : best), one),
  )
  return { name: 'the better in each round', measured }
}
