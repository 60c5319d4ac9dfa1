import type { AnswerSource, SourceCounts } from '../scenarios/count-sources.ts'
import type { Answer } from '../scenarios/messages.ts'
import type { Scenario } from '../scenarios/run-scenarios.ts'
import { formatCount, formatDuration } from './format.ts'
import { formatTable } from './table.ts'

const COLUMNS = [
  { heading: 'scenario' },
  { heading: 'source' },
  { heading: 'computed' },
  { heading: 'time', isNumeric: true },
]

const SOURCE_NAMES: Readonly<Record<AnswerSource, string>> = {
  computed: 'the function',
  disk: 'disk',
  memory: 'memory',
  stale: 'disk, stale',
  adopted: 'another process',
  shared: 'another call',
}

/** A table with the source of each answer, the values computed for it, and the time it took. */
export function formatScenarios(scenarios: readonly Scenario[], width: number): string[] {
  return formatTable(COLUMNS, scenarios.flatMap(createRows), width)
}

function createRows(scenario: Scenario): string[][] {
  const rows = groupBySource(scenario.answers).map(([source, answers], index) => [
    index === 0 ? scenario.title : '',
    scenario.answers.length === 1 ? SOURCE_NAMES[source] : `${answers.length} × ${SOURCE_NAMES[source]}`,
    formatComputed(source === 'computed', addCounts(answers)),
    formatDuration(Math.max(...answers.map(({ ms }) => ms))),
  ])
  if (scenario.refresh === undefined) return rows
  const { measurements, ms } = scenario.refresh
  return [...rows, ['', 'background refresh', formatComputed(true, measurements), formatDuration(ms)]]
}

function groupBySource(answers: readonly Answer[]): [AnswerSource, Answer[]][] {
  const groups = new Map<AnswerSource, Answer[]>()
  for (const answer of answers) groups.set(answer.source, [...(groups.get(answer.source) ?? []), answer])
  return [...groups].sort(([source]) => (source === 'computed' ? -1 : 1))
}

function formatComputed(hasReport: boolean, measurements: SourceCounts): string {
  const parts = [
    hasReport ? 'report' : '',
    measurements.computed > 0 ? formatCount(measurements.computed, 'package') : '',
  ]
  return parts.filter((part) => part !== '').join(' + ') || 'nothing'
}

function addCounts(answers: readonly Answer[]): SourceCounts {
  const sum = { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }
  for (const { measurements } of answers) {
    for (const source of Object.keys(sum) as AnswerSource[]) sum[source] += measurements[source] // the keys are sources
  }
  return sum
}
