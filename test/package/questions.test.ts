import { expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds anchors.d.mts, which holds only types
import { toAnchor } from '../../site/anchors.mjs'
import { readSource } from './project.ts'
import { tableIn } from './tables.ts'

/** What someone who knows only SWR asks, and the words without which the answer is none. They stand in its first lines. */
const questions: Readonly<Record<string, readonly string[]>> = {
  'How do I test a component?': ['CachettaProvider', 'createTestCache', 'findByText'],
  'How do I seed data?': ['entries:', 'createTestCache'],
  'How do I avoid the flash on reload?': ['await restore(cache)', 'createRoot'],
  'How do I log out?': ['await cache.invalidateAll()'],
  'How do I paginate both ways?': ['getPreviousKey', 'fetchPrevious', 'useCachettaInfinite'],
  'Where is my data stored, and how long?': ['files', 'IndexedDB', '`duration`', '`staleDuration`'],
  'How do I share a cache among four workers?': ['`path`', 'cluster.fork()'],
  'How do I see what the cache does?': ['setLogger', "subscribe('cachetta'"],
  'What happens offline?': ['shows the data that the browser has', '`staleDuration`'],
  'How do I migrate data when its shape changes?': ['version: 2'],
  'How do I keep what a user writes offline?': ['createOutbox(cache', 'send:', 'show:', "'idempotency-key': id"],
  'How do I show what is not sent yet?': ['useOutbox(outbox)', '`status`'],
  'How do I move an application from SWR?': ["from 'cachetta/swr'"],
  'How do I store the queries of TanStack Query?': ['cachettaPersister(cache)', 'queries: { persister }'],
  'Why does my component fetch, although the data is there?': ["duration: '5m'"],
  'Why did this fetch?': ['CachettaDevtools', 'time line'],
  'How do I stop fetching on focus?': ['revalidateOnFocus: false'],
  'How do I fetch only when the user has chosen something?': ['falsy key', 'text && ['],
  'How do I fetch data that depends on other data?': ['() => user && ['],
  'How do I show a change at once, and take it back if it fails?': ['optimisticData', 'rollbackOnError'],
  'How do I invalidate many entries at once?': ['invalidateTags(', 'tags:'],
  'How do I get a fresh value now?': ['mutate()', '.refresh('],
  'How do I cancel a request?': ['{ signal }'],
  'How do I handle the errors of all hooks in one place?': ['onError', 'CachettaProvider'],
  'Are errors, `null` and `undefined` cached?': ['Errors never', 'condition:'],
  'How do I keep the old data on the screen while the key changes?': ['keepPreviousData: true'],
  'How do I poll?': ['refreshInterval'],
  'How do I load data before it is shown?': ['prefetch(cache'],
  'Why does it fetch twice in development?': ['StrictMode', "setLogLevel('debug')"],
  'How do I keep the data of two users apart?': ["['orders', userId]", 'cache.scope()'],
  'What is on my disk?': ['npx cachetta ls', '--older-than'],
  'How do I clean up old files?': ['prune()', 'maxBytes'],
}

/** The first lines of an answer: what a reader sees without scrolling. */
const firstLines = 25

const rows = tableIn(readSource('docs/questions.md').text, ['question', 'search words', 'page']) ?? []

test('the table has each question, with search words and a place', () => {
  expect(rows.map(([question]) => question)).toEqual(Object.keys(questions))
  for (const [question, words, place] of rows) {
    expect(words, question).toMatch(/^\w+( \w+)*$/)
    expect(place, question).toMatch(/^\[([\w-]+\.md#[\w-]+)\]\(\1\)$/)
  }
})

test.each(rows)('%s is answered in the first lines of its section', (question = '', _words, place = '') => {
  const [, file = '', anchor] = /\]\((.+)#(.+)\)/.exec(place) ?? []
  const section = sectionsOf(readSource(`docs/${file}`).text).find(({ title }) => toAnchor(title) === anchor)
  const beginning = section?.lines.slice(0, firstLines).join('\n')
  for (const word of questions[question] ?? []) expect(beginning).toContain(word)
})

/** The sections of a page, with the headings in code blocks left out. */
function sectionsOf(markdown: string): { title: string; lines: string[] }[] {
  const sections: { title: string; lines: string[] }[] = []
  let isCode = false
  for (const line of markdown.split('\n')) {
    if (line.trimStart().startsWith('```')) isCode = !isCode
    const title = isCode ? undefined : /^#+ (.+)$/.exec(line)?.[1]
    if (title === undefined) sections.at(-1)?.lines.push(line)
    else sections.push({ title, lines: [] })
  }
  return sections
}
