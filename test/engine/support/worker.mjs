// What the tests run as processes of their own: `node worker.mjs <job> <JSON>`. A job says what it does line by line.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import process from 'node:process'
import { Cachetta, lookup, setLogger, setLogLevel } from 'cachetta'

const [, , job, text] = process.argv
const given = JSON.parse(text)

const say = (...words) => process.stdout.write(`${words.join(' ')}\n`)
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const jobs = {
  /** Calls one entry `count` times at once; computing takes a while and is said. */
  async call({ options, count, milliseconds }) {
    const cached = new Cachetta(options)(async () => {
      say('computes', Date.now())
      await pause(milliseconds)
      return `by ${process.pid}`
    })
    const values = await Promise.all(Array.from({ length: count }, () => cached()))
    say('got', ...new Set(values))
  },

  /** Computes until the file `go` is there, or for ever. */
  async computeUntil({ options, go }) {
    const cached = new Cachetta(options)(async () => {
      say('computes')
      while (go === undefined || !existsSync(go)) await pause(20)
      return 'late'
    })
    say('got', await cached())
  },

  async invalidate({ options }) {
    await new Cachetta(options).invalidate()
    say('done')
  },

  /** Calls in one of these ways, says when it was answered, and leaves the rest to the process. */
  async answerAndEnd({ options, way }) {
    let calls = 0
    const compute = () => {
      calls += 1
      return calls
    }
    const cache = new Cachetta(options)
    const cached = way === 'sync' ? cache.wrapSync(compute) : cache(compute)
    const first = await cached()
    await pause(20)
    say('answered', first, await cached(), Date.now())
    process.on('exit', () => say('computed', calls))
  },

  async look({ options }) {
    say(JSON.stringify(await lookup(new Cachetta(options))))
  },

  /** Calls while the disk fails, repairs it as told, and calls again; says what it got and what was logged. */
  async endure({ options, remove, command }) {
    const lines = []
    const write = (level) => (message) => lines.push(`${level} ${message}`)
    setLogLevel('info')
    setLogger({ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') })
    const cache = new Cachetta(options)
    let calls = 0
    const compute = () => {
      calls += 1
      return 'x'
    }
    const cached = cache(compute)
    const cachedSync = cache.wrapSync(compute)
    const during = [await cached(), await cached(), cachedSync(), await cached.refresh()].map((value) => value.length)
    const warnings = lines.splice(0)
    if (remove !== undefined) rmSync(remove, { recursive: true })
    if (command !== undefined) spawnSync('bash', ['-c', command])
    await cached()
    calls = 0
    await cached()
    say(JSON.stringify({ during, warnings, after: lines, computedAgain: calls }))
  },
}

await jobs[job](given)
