// The jobs that tests run in processes: `node worker.mjs <job> <JSON>`. A job prints lines while it runs.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import process from 'node:process'
import { Cachetta, lookup, setLogger, setLogLevel } from 'cachetta'

const [, , job, json] = process.argv
const input = JSON.parse(json)

const print = (...words) => process.stdout.write(`${words.join(' ')}\n`)
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const jobs = {
  /** Makes `count` concurrent calls of one entry. The function takes `milliseconds`, and prints a line when it starts. */
  async call({ options, count, milliseconds }) {
    const cached = new Cachetta(options)(async () => {
      print('computes', Date.now())
      await wait(milliseconds)
      return `by ${process.pid}`
    })
    const values = await Promise.all(Array.from({ length: count }, () => cached()))
    print('got', ...new Set(values))
  },

  /** Computes until the file `go` exists. Without `go`, it never ends. */
  async computeUntil({ options, go }) {
    const cached = new Cachetta(options)(async () => {
      print('computes')
      while (go === undefined || !existsSync(go)) await wait(20)
      return 'late'
    })
    print('got', await cached())
  },

  async invalidate({ options }) {
    await new Cachetta(options).invalidate()
    print('done')
  },

  /** Calls a function twice, prints the values and the time, and then only lets the process end. */
  async callAndEnd({ options, kind }) {
    let calls = 0
    const compute = () => {
      calls += 1
      return calls
    }
    const cache = new Cachetta(options)
    const cached = kind === 'sync' ? cache.wrapSync(compute) : cache(compute)
    const first = await cached()
    await wait(20)
    print('returned', first, await cached(), Date.now())
    process.on('exit', () => print('computed', calls))
  },

  async lookup({ options }) {
    print(JSON.stringify(await lookup(new Cachetta(options))))
  },

  /** Makes calls while the disk fails, repairs the disk, and makes calls again. Prints the results and the log lines. */
  async callOverFailingDisk({ options, remove, command }) {
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
    print(JSON.stringify({ during, warnings, after: lines, computedAgain: calls }))
  },
}

await jobs[job](input)
