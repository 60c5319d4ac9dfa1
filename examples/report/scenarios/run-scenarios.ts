import type { Environment } from './environment.ts'
import type { Answer, Refresh } from './messages.ts'
import type { Worker } from './start-worker.ts'

/** One condition under which processes requested the report, with the answers they got. */
export interface Scenario {
  readonly name: ScenarioName
  readonly title: string
  /** One per process. */
  readonly answers: readonly Answer[]
  /** The background computation after a stale answer. */
  readonly refresh?: Refresh
}

export type ScenarioName =
  | 'cold'
  | 'disk'
  | 'memory'
  | 'stale'
  | 'refreshed'
  | 'concurrent'
  | 'damaged'
  | 'after-damaged'

const CONCURRENT_PROCESSES = 6

/** Runs all scenarios in order. The first one starts with an empty cache. */
export async function runScenarios(environment: Environment): Promise<Scenario[]> {
  await environment.clearCache()
  return [
    ...(await runCold(environment)),
    ...(await runWarm(environment)),
    ...(await runStale(environment)),
    ...(await runConcurrent(environment)),
    ...(await runDamaged(environment)),
  ]
}

async function runCold(environment: Environment): Promise<Scenario[]> {
  const title = 'empty cache'
  environment.announce(title)
  return withWorker(environment, async (worker) => [{ name: 'cold', title, answers: [await worker.requestReport()] }])
}

async function runWarm(environment: Environment): Promise<Scenario[]> {
  environment.announce('new process, two requests')
  return withWorker(environment, async (worker) => [
    { name: 'disk', title: 'new process', answers: [await worker.requestReport()] },
    { name: 'memory', title: 'same process again', answers: [await worker.requestReport()] },
  ])
}

async function runStale(environment: Environment): Promise<Scenario[]> {
  const title = 'two days later'
  environment.announce(title)
  await environment.ageEntries(2)
  return withWorker(environment, async (worker) => {
    const answer = await worker.requestReport()
    if (answer.source !== 'stale')
      throw new Error(`Expected a stale report after two days, got one from source "${answer.source}".`)
    return [
      { name: 'stale', title, answers: [answer], refresh: await worker.waitForRefresh() },
      { name: 'refreshed', title: 'same process again', answers: [await worker.requestReport()] },
    ]
  })
}

async function runConcurrent(environment: Environment): Promise<Scenario[]> {
  const title = `${CONCURRENT_PROCESSES} processes at once`
  environment.announce(title)
  await environment.clearCache()
  const workers = await Promise.all(Array.from({ length: CONCURRENT_PROCESSES }, () => environment.startWorker()))
  const answers = await Promise.all(workers.map((worker) => worker.requestReport()))
  await Promise.all(workers.map((worker) => worker.close()))
  return [{ name: 'concurrent', title, answers }]
}

async function runDamaged(environment: Environment): Promise<Scenario[]> {
  const title = 'damaged file'
  environment.announce(title)
  await environment.damageReport()
  const requestReport = (worker: Worker) => worker.requestReport()
  return [
    { name: 'damaged', title, answers: [await withWorker(environment, requestReport)] },
    { name: 'after-damaged', title: 'next process', answers: [await withWorker(environment, requestReport)] },
  ]
}

async function withWorker<T>(environment: Environment, run: (worker: Worker) => Promise<T>): Promise<T> {
  const worker = await environment.startWorker()
  try {
    return await run(worker)
  } finally {
    await worker.close()
  }
}
