import type { Answer } from '../stage/news.ts'
import type { Origin, Tally } from '../stage/origins.ts'
import type { Scene } from '../stage/scenes.ts'
import { tableLines } from './table.ts'
import { countInWords, spanInWords } from './words.ts'

const COLUMNS = [
  { heading: 'asked by' },
  { heading: 'answer from' },
  { heading: 'computed' },
  { heading: 'took', figures: true },
]

const WORDS: Readonly<Record<Origin, string>> = {
  computed: 'the function',
  disk: 'disk',
  memory: 'memory',
  stale: 'disk, stale',
  adopted: 'another process',
  shared: 'another call',
}

/** The table of what happened: who asked, where the answer came from, what had to be computed for it, how long it took. */
export function storyLines(scenes: readonly Scene[], width: number): string[] {
  return tableLines(COLUMNS, scenes.flatMap(rowsOf), width)
}

function rowsOf(scene: Scene): string[][] {
  const rows = groupByOrigin(scene.answers).map(([origin, answers], index) => [
    index === 0 ? scene.title : '',
    scene.answers.length === 1 ? WORDS[origin] : `${answers.length} × ${WORDS[origin]}`,
    computedInWords(origin === 'computed', sumOf(answers)),
    spanInWords(Math.max(...answers.map(({ ms }) => ms))),
  ])
  if (scene.refresh === undefined) return rows
  return [
    ...rows,
    ['', 'refresh behind it', computedInWords(true, scene.refresh.measurements), spanInWords(scene.refresh.ms)],
  ]
}

function groupByOrigin(answers: readonly Answer[]): [Origin, Answer[]][] {
  const groups = new Map<Origin, Answer[]>()
  for (const answer of answers) groups.set(answer.from, [...(groups.get(answer.from) ?? []), answer])
  return [...groups].sort(([origin]) => (origin === 'computed' ? -1 : 1))
}

function computedInWords(hasReport: boolean, measurements: Tally): string {
  const parts = [
    hasReport ? 'report' : '',
    measurements.computed > 0 ? countInWords(measurements.computed, 'package') : '',
  ]
  return parts.filter((part) => part !== '').join(' + ') || 'nothing'
}

function sumOf(answers: readonly Answer[]): Tally {
  const sum = { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }
  for (const { measurements } of answers) {
    for (const origin of Object.keys(sum) as Origin[]) sum[origin] += measurements[origin] // sum's keys are origins
  }
  return sum
}
