import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startNode, waitForLastLine } from '../../../support/processes.ts'
import { isLong, temporaryDirectory } from '../support/processes.ts'

const cluster = fileURLToPath(new URL('cluster.mjs', import.meta.url))
const rounds = isLong ? 1_000 : 50

it('four workers of a cluster see each change by one of them within 100 ms, also after one was killed', async () => {
  const directory = temporaryDirectory()
  const options = { path: join(directory, 'people.json'), tagsPath: join(directory, 'tags'), rounds }
  const running = startNode([cluster, JSON.stringify(options)])
  expect(await running.exited).toBe(0)
  const delays = running.lines.map((line) => Number(line.split(' ').at(-1))).toSorted((one, other) => one - other)
  expect(delays.length).toBe(rounds)
  expect(delays).not.toContain(Number.NaN)
  expect(delays[Math.floor(rounds * 0.9)]).toBeLessThan(100) // the machine may give a worker no time in some round
  expect(delays.at(-1)).toBeLessThan(1_000)
})

it('a process that listens ends by itself', async () => {
  const program = `
    import { Cachetta, fileStore } from 'cachetta'
    const [path, tagsPath] = process.argv.slice(1)
    const cached = new Cachetta({ path, store: fileStore({ tagsPath, watch: true }), lruSize: 10 })(async () => 'done')
    console.log(await cached())
  `
  const directory = temporaryDirectory()
  const args = [join(directory, 'entry.json'), join(directory, 'tags')]
  const ended = startNode(['--input-type=module', '--eval', program, ...args])
  expect(await waitForLastLine(ended)).toBe('done')
})

it('a process that was killed in the middle of its line costs the others no later change', async () => {
  const directory = temporaryDirectory()
  const [path, tagsPath] = [join(directory, 'entry.json'), join(directory, 'tags')]
  const program = `
    import { Cachetta, fileStore, writeCache } from 'cachetta'
    const [path, tagsPath, role] = process.argv.slice(1)
    const cache = new Cachetta({ path, store: fileStore({ tagsPath, watch: true }), lruSize: 10, duration: '1h' })
    if (role === 'writer') await writeCache(cache, 'new')
    else {
      const cached = cache(async () => 'old')
      console.log(await cached())
      while ((await cached()) === 'old') await new Promise((resolve) => setTimeout(resolve, 1))
      console.log(await cached())
    }
  `
  const start = (role: string) => startNode(['--input-type=module', '--eval', program, path, tagsPath, role])
  const reader = start('reader')
  await reader.waitForLine('old')
  appendFileSync(join(tagsPath, 'changes/log'), '["killed",[{"type":"delete","addr')
  await waitForLastLine(start('writer'))
  expect(await waitForLastLine(reader)).toBe('new')
})
