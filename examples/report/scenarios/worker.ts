import process from 'node:process'
import { hash, setLogger } from 'cachetta'
import { createCachedReport } from '../cached-report.ts'
import { countSources, findOnlySource } from './count-sources.ts'
import type { Answer, WorkerMessage } from './messages.ts'

// A process that requests the report for each message of its parent, and sends the answer back. It exits when the parent
// disconnects: the cache keeps no process alive.

const PROGRESS_INTERVAL_MS = 100

const [project = '', dir = ''] = process.argv.slice(2)
const cachedReport = createCachedReport(
  dir,
  throttle(PROGRESS_INTERVAL_MS, (progress) => send({ type: 'progress', progress })),
)

const isReport = (path: string) => path === cachedReport.path
const counter = countSources(isReport, {
  onDone: (ms) => send({ type: 'refreshed', refresh: { ms, measurements: counter.measurements } }),
  onFailed: (error) => send({ type: 'failed', reason: String(error) }),
})

const ignore = () => {}
const warn = (text: string) => send({ type: 'warning', text })
setLogger({ debug: ignore, info: ignore, warn, error: warn })

process.on('message', () => {
  requestReport().then(
    (answer) => send({ type: 'answer', answer }),
    (error: unknown) => send({ type: 'failed', reason: String(error) }),
  )
})
send({ type: 'ready' })

async function requestReport(): Promise<Answer> {
  counter.reset()
  const start = performance.now()
  const report = await cachedReport(project)
  const ms = performance.now() - start
  const { reports, measurements } = counter
  return {
    process: process.pid,
    source: findOnlySource(reports),
    ms,
    measurements: { ...measurements },
    report: hash(report),
  }
}

function send(message: WorkerMessage): void {
  if (process.connected) process.send?.(message)
}

/** Makes at most one call per `interval` milliseconds and drops the others. */
function throttle<T>(interval: number, call: (argument: T) => void): (argument: T) => void {
  let last = 0
  return (argument) => {
    const now = performance.now()
    if (now - last < interval) return
    last = now
    call(argument)
  }
}
