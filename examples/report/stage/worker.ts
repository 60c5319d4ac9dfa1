import process from 'node:process'
import { hash, setLogger } from 'cachetta'
import { createCachedReport } from '../cached-report.ts'
import type { Answer, News } from './news.ts'
import { onlyOrigin, watchOrigins } from './origins.ts'

// A process of its own that asks for the report whenever it is told to, and tells what came of it. It ends by itself as
// soon as nobody holds the other end: the cache keeps no process alive.

const PROGRESS_MS = 100

const [project = '', dir = ''] = process.argv.slice(2)
const reportOn = createCachedReport(
  dir,
  every(PROGRESS_MS, (progress) => tell({ type: 'progress', progress })),
)

const isReport = (path: string) => path === reportOn.path
const origins = watchOrigins(isReport, {
  done: (ms) => tell({ type: 'refreshed', refresh: { ms, measurements: origins.measurements } }),
  failed: (error) => tell({ type: 'failed', reason: String(error) }),
})

const quiet = () => {}
const warn = (text: string) => tell({ type: 'warning', text })
setLogger({ debug: quiet, info: quiet, warn, error: warn })

process.on('message', () => {
  ask().then(
    (answer) => tell({ type: 'answer', answer }),
    (error: unknown) => tell({ type: 'failed', reason: String(error) }),
  )
})
tell({ type: 'ready' })

async function ask(): Promise<Answer> {
  origins.reset()
  const start = performance.now()
  const report = await reportOn(project)
  const ms = performance.now() - start
  const { reports, measurements } = origins
  return {
    process: process.pid,
    from: onlyOrigin(reports),
    ms,
    measurements: { ...measurements },
    report: hash(report),
  }
}

function tell(news: News): void {
  if (process.connected) process.send?.(news)
}

/** Lets at most one call through per `span` ms. */
function every<T>(span: number, call: (argument: T) => void): (argument: T) => void {
  let last = 0
  return (argument) => {
    const now = performance.now()
    if (now - last < span) return
    last = now
    call(argument)
  }
}
