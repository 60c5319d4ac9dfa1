import { fork } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { describeMachine } from './results.mjs'

const script = fileURLToPath(new URL('./run-row.mjs', import.meta.url))

/** A row that takes longer than this hangs. It counts as crashed, so that the other rows are measured. */
const limitMs = { short: 5 * 60_000, long: 60 * 60_000 }

/** Measures a row in a process of its own. Everything that the process prints goes to stderr. */
export function measureRow({ name, work }, { long, quick }) {
  process.stderr.write(`measuring ${name} … `)
  const startedAt = performance.now()
  const child = fork(script, [name, long ? 'long' : 'short'], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', CACHETTA_BENCH_QUICK: quick ? '1' : '' },
  })
  const timer = setTimeout(() => stop(child), limitMs[long ? 'long' : 'short'])
  return new Promise((resolve) => {
    let measured
    child.on('message', (message) => {
      measured = message
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      const seconds = (performance.now() - startedAt) / 1_000
      console.error(`${seconds.toFixed(1)} s`)
      const crashed = code !== 0 || measured === undefined
      resolve({ name, work, ...describeMachine(), seconds, crashed, ...(crashed ? { comparisons: [] } : measured) })
    })
  })
}

/** The process ends when its channel closes, and so do its servers and browsers. */
function stop(child) {
  console.error('it hangs and is stopped')
  child.disconnect()
  setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
}
