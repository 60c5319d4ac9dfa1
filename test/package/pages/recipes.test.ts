import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CachedFunction } from '../../../src/index.ts'
import { lookup } from '../../../src/index.ts'
import { dehydrate } from '../../../src/ssr.ts'
import type { LocalServer } from '../../support/local-server.ts'
import { startServer } from '../../support/local-server.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { writePrograms } from './page-programs.ts'

recordLogLines()
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

/** Starts a server that answers with JSON, and records its requests. It stops at the end of the test. */
async function serve(
  answer: (request: IncomingMessage, body: string) => { status?: number; headers?: object; value?: unknown },
): Promise<LocalServer & { readonly requests: string[] }> {
  const requests: string[] = []
  const server = await startServer(async (request, response) => {
    const { status = 200, headers = {}, value } = answer(request, await text(request))
    requests.push(`${request.url} ${status}`)
    response.writeHead(status, { ...headers }).end(value === undefined ? undefined : JSON.stringify(value))
  })
  servers.push(server)
  return { ...server, requests }
}
const servers: LocalServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

describe('the recipe for a language model', () => {
  const { folder, fileOf } = writePrograms('docs/recipes/llm.md')
  interface Ask {
    ask: CachedFunction<
      (
        question: { model: string; prompt: string; sample?: number },
        options?: { signal?: AbortSignal },
      ) => Promise<{ text: string }>
    >
    embed(model: string, text: string): Promise<Float32Array>
    forgetModel(model: string): Promise<void>
  }

  it('asks equal questions once, stores no half answer and no error, and forgets a model', async () => {
    const server = await serve(({ url }, body) => {
      const { messages, input } = JSON.parse(body)
      if (input !== undefined) return { value: { data: [{ embedding: [0.5, -1] }] } }
      const prompt: string = messages[1].content
      if (prompt === 'fail') return { status: 500 }
      const choice = { message: { content: `${prompt}! ${url}` }, finish_reason: prompt === 'long' ? 'length' : 'stop' }
      return { value: { choices: [choice], usage: { total_tokens: 7 } } }
    })
    vi.stubEnv('LLM_URL', `${server.url}/v1`)
    vi.stubEnv('CACHE_DIR', join(folder, 'answers'))
    const { ask, embed, forgetModel }: Ask = await import(/* @vite-ignore */ fileOf('ask.ts'))
    const question = { model: 'small', prompt: 'hello' }

    const answers = await Promise.all([ask(question), ask({ ...question }, { signal: AbortSignal.timeout(60_000) })])
    expect(answers.map(({ text }) => text)).toEqual(Array(2).fill('hello! /v1/chat/completions'))
    await ask(question)
    expect(server.requests).toHaveLength(1)
    await ask({ ...question, sample: 2 })
    await ask({ ...question, model: 'large' })
    expect(server.requests).toHaveLength(3)

    const long = { model: 'small', prompt: 'long' }
    await ask(long)
    expect(await ask.exists(long)).toBe(false)
    await expect(ask({ model: 'small', prompt: 'fail' })).rejects.toThrow('the model answered 500')

    expect(await embed('small', 'hello')).toEqual(new Float32Array([0.5, -1]))
    expect(await embed('small', 'hello')).toBeInstanceOf(Float32Array)
    expect(server.requests.filter((line) => line.includes('embeddings'))).toHaveLength(1)

    await forgetModel('small')
    expect([await ask.exists(question), await ask.exists({ ...question, model: 'large' })]).toEqual([false, true])
  })
})

describe('the recipe for ETag', () => {
  const { folder, fileOf } = writePrograms('docs/recipes/http-etag.md')

  it('asks with the ETag, keeps the page that has not changed, and serves it while the server is down', async () => {
    let etag = '"1"'
    const server = await serve(({ headers }) =>
      headers['if-none-match'] === etag ? { status: 304 } : { headers: { etag }, value: `page ${etag}` },
    )
    vi.stubEnv('CACHE_DIR', join(folder, 'pages'))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) })
    const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
    const { load, reload } = await import(/* @vite-ignore */ fileOf('load.ts'))
    const url = `${server.url}/page`

    expect([await load(url), await load(url)]).toEqual(['page "1"', 'page "1"'])
    expect(server.requests).toEqual(['/page 200'])
    expect(await reload(url)).toBe('page "1"')
    expect(server.requests).toEqual(['/page 200', '/page 304'])

    later(120_000)
    etag = '"2"'
    expect(await load(url)).toBe('page "1"') // stale
    await vi.waitFor(async () => expect(await load(url)).toBe('page "2"'), { timeout: 10_000 })
    expect(server.requests).toEqual(['/page 200', '/page 304', '/page 200'])

    await server.stop()
    later(86_400_000)
    expect(await load(url)).toBe('page "2"')
  })
})

describe('the recipe for Electron', () => {
  const { folder, fileOf } = writePrograms('docs/recipes/electron.md', { electron: 'stand-ins/electron.ts' })

  it('answers windows from files in the directory of the user, with types, until the logout', async () => {
    const { userData, windows } = await import('./stand-ins/electron.ts')
    userData.path = folder
    vi.stubGlobal('fetch', async () => Response.json({ CHF: 0.93 }))
    await import(/* @vite-ignore */ fileOf('main.ts'))
    await import(/* @vite-ignore */ fileOf('preload.ts'))
    const { api } = globalThis as unknown as { api: { rates(): Promise<unknown>; logOut(): Promise<void> } }

    expect(windows).toEqual(['index.html'])
    expect([await api.rates(), await api.rates()]).toEqual(Array(2).fill(new Map([['CHF', 0.93]])))
    expect(readFileSync(join(folder, 'entries', 'rates.json'), 'utf8')).toContain('0.93')
    await api.logOut()
    expect(readdirSync(join(folder, 'entries'))).toEqual([])
  })
})

describe('the recipe for Next.js', () => {
  const { folder, fileOf } = writePrograms('docs/recipes/nextjs.md')

  it('passes a state with the user, and reads the user again after a change', async () => {
    let name = 'Ada'
    const readUser = vi.fn(async (id: string) => ({ id, name }))
    vi.stubEnv('CACHE_DIR', join(folder, 'users.json'))
    vi.stubGlobal('readUser', readUser)
    vi.stubGlobal('saveUser', async (changes: { name: string }) => {
      name = changes.name
    })
    const { cache, stateOfUser, rename } = await import(/* @vite-ignore */ fileOf('users.ts'))
    expect(await stateOfUser('1')).toContain('Ada')
    expect(await stateOfUser('1')).toContain('Ada')
    expect(readUser).toHaveBeenCalledOnce()
    await rename('1', 'Grace')
    expect(await stateOfUser('1')).toContain('Grace')
    expect(await lookup(cache, 'user', '1')).toMatchObject({ hit: true })
    expect(dehydrate(cache.scope())).not.toContain('Grace')
  })
})
