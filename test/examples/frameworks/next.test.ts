import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'
import { setUpApplication, setUpBuild, waitForHydration } from './application.ts'
import { startInstances } from './instances.ts'
import { testSharedCache } from './shared-cache.ts'
import { runNode } from './start.ts'

describe('an application with Next.js', () => {
  const app = setUpApplication('next')

  test('sends the data that its server components prefetched, as HTML without scripts', async () => {
    const { page, requests } = await app.visit('/', { javaScriptEnabled: false })
    expect(await page.locator('li').allTextContents()).toEqual([
      'Files are a fine database by Ada',
      'What a hook should not do by Grace',
      'Two tabs and one request by Edsger',
    ])
    expect(requests).toEqual([])
  })

  test('caches the data in files, and reads them after a restart', async () => {
    await app.fetchHtml('/')
    const files = () =>
      readdirSync(join(app.folder, '.cachetta')).map((file) =>
        readFileSync(join(app.folder, '.cachetta', file), 'utf8'),
      )
    const before = files()
    expect(before).toEqual([expect.stringContaining('Files are a fine database')])
    await app.restart()
    expect(await app.fetchHtml('/')).toContain('Files are a fine database')
    expect(files()).toEqual(before)
  })

  test('hydrates without a warning, and does not fetch fresh data', async () => {
    const { page, requests } = await app.visit('/')
    await waitForHydration(page, 'li')
    expect(await page.locator('ul').getAttribute('data-source')).toBe('server')
    await page.getByText('What a hook should not do').click()
    await page.locator('h1', { hasText: 'What a hook should not do' }).waitFor()
    await page.getByText('Does talk 2 need an extra room?').waitFor()
    await page.getByText('All talks').click()
    await page.getByText('Two tabs and one request').waitFor()
    expect(requests).toEqual([])
  })

  test('streams data that a server component did not await into its boundary', async () => {
    await app.fetchHtml('/talks/1')
    expect(await app.fetchHtml('/talks/2')).toMatch(/Loading questions.*<li>Does talk 2 need an extra room/s)
    const { page, requests } = await app.visit('/talks/3')
    await page.getByText('Does talk 3 need an extra room?').waitFor()
    await waitForHydration(page, 'li')
    expect(requests).toEqual([])
  })

  test('shows a mutation at once, and the server renders it in the next page', async () => {
    const { page, requests } = await app.visit('/talks/1')
    await waitForHydration(page, 'button')
    await page.getByRole('button', { name: 'Votes: 0' }).click()
    await page.getByRole('button', { name: 'Votes: 1' }).waitFor()
    expect(requests).toEqual(['POST /api/talks/1/votes'])
    const { page: other } = await app.visit('/talks/1', { javaScriptEnabled: false })
    expect(await other.locator('button').textContent()).toBe('Votes: 1')
  })
})

describe('two instances with Next.js on one Redis', () => {
  const folder = setUpBuild('next')
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterAll(() => redis?.stop())
  const [first, second] = startInstances(folder, () => ({ REDIS_URL: redis.url }))
  testSharedCache(first, second)

  test('serve pages while Redis is down, and share them again when it is back', async () => {
    await redis.kill()
    const [page, again] = [await first.readValues('/rooms/outage'), await second.readValues('/rooms/outage')]
    expect(page['rendered']).toBeTruthy()
    expect(again['rendered']).not.toBe(page['rendered'])
    expect(Object.keys(await first.readValues('/rooms'))).toHaveLength(3)
    await redis.restart()
    await expect
      .poll(async () => {
        const [one, other] = [await first.read('/api/rooms'), await second.read('/api/rooms')]
        return one === other
      })
      .toBe(true)
    await first.revalidate('tag=rooms')
    expect(await first.readValues('/rooms/outage')).toEqual(await second.readValues('/rooms/outage'))
  })
})

describe('two instances with Next.js on one disk', () => {
  const folder = setUpBuild('next')
  const [first, second] = startInstances(folder, () => ({ REDIS_URL: '' }))
  testSharedCache(first, second)

  test('have handlers of the types that Next.js expects', async () => {
    const file = join(folder, 'next-handlers.ts')
    cpSync(join(import.meta.dirname, 'fixtures', 'next-handlers.ts'), file)
    const tsc = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'typescript', 'bin', 'tsc')
    await runNode([tsc, '-p', folder, '--pretty', 'false']).finally(() => rmSync(file))
  })
})
