import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalServer } from '../../support/local-server.ts'
import { startServer } from '../../support/local-server.ts'
import { writePrograms } from './page-programs.ts'

const { folder, compile } = writePrograms('docs/recipes/cli.md')

let server: LocalServer
let requests = 0
let tool = ''
beforeAll(async () => {
  server = await startServer((_request, response) => {
    requests += 1
    response.end('0.93')
  })
  tool = await compile('rate.ts')
})
afterAll(() => server.stop())

/** Runs the tool as a user does. */
async function rate(...args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'home'), RATE_URL: server.url }
  try {
    return { ...(await promisify(execFile)(process.execPath, [tool, ...args], { env })), code: 0 }
  } catch (error) {
    return error as { stdout: string; stderr: string; code: number }
  }
}

it('answers from its files, asks again on demand, and works offline', async () => {
  expect(await rate('EUR', 'CHF')).toEqual({ stdout: '0.93\n', stderr: '', code: 0 })
  expect(await rate('EUR', 'CHF')).toMatchObject({ stdout: '0.93\n' })
  expect(requests).toBe(1)
  expect((await rate('--where', 'EUR', 'CHF')).stdout).toMatch(/home\/rate\/rates-[0-9a-f]{16}\.json\n$/)
  await rate('--refresh', 'EUR', 'CHF')
  expect(requests).toBe(2)

  await server.stop()
  expect(await rate('EUR', 'CHF')).toMatchObject({ stdout: '0.93\n', code: 0 })
  expect(await rate('EUR', 'USD')).toMatchObject({ stdout: '', stderr: 'fetch failed\n', code: 1 })
  await rate('--clear')
  expect(await rate('EUR', 'CHF')).toMatchObject({ stdout: '', code: 1 })
})
