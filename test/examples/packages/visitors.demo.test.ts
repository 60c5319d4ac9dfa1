import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitForEntries, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

const starButton = (id: string) => ({ name: `Favourite ${id}`, exact: true })

it('favourites of two visitors stay separate, in pages and in files', async () => {
  const demo = await startDemo()
  const [ada, grace] = [await visit(demo), await visit(demo)]
  await Promise.all([waitUntilReady(ada.page), waitUntilReady(grace.page)])
  expect(await ada.page.locator('.me').innerText()).not.toBe('Guest')
  await ada.page.getByRole('button', starButton('p-03@1.0.0')).click()
  await grace.page.getByRole('button', starButton('p-05@1.0.0')).click()
  await Promise.all([
    waitForEntries(ada.page, /^"favourites".*p-03/),
    waitForEntries(grace.page, /^"favourites".*p-05/),
  ])

  for (const [visitor, own, others] of [
    [ada, 'p-03@1.0.0', 'p-05@1.0.0'],
    [grace, 'p-05@1.0.0', 'p-03@1.0.0'],
  ] as const) {
    await expect
      .poll(async () => {
        await visitor.page.goto(`${demo.url}/favourites`)
        return visitor.page.locator('.rows a').allInnerTexts()
      })
      .toEqual([own])
    const html = await (await visitor.context.request.get(`${demo.url}/favourites`)).text()
    expect(html).toContain(own)
    expect(html).not.toContain(others)
  }
  expect(await readFiles(join(demo.dir, 'shared'))).not.toMatch(/favourites|"me|notes/)
})

it('100 concurrent visitors each get their own name and favourites', async () => {
  const demo = await startDemo()
  const createVisitor = async (index: number) => {
    const id = `p-${String(index % 60).padStart(2, '0')}@1.0.0`
    const first = await fetch(`${demo.url}/api/me`)
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    const me = ((await first.json()) as { id: string }).id
    await fetch(`${demo.url}/api/favourites/${encodeURIComponent(id)}`, {
      method: 'PUT',
      headers: { cookie, 'idempotency-key': randomUUID() },
    })
    return { id, cookie, me }
  }
  const all = await Promise.all(Array.from({ length: 100 }, (_, index) => createVisitor(index)))
  expect(new Set(all.map(({ me }) => me)).size).toBe(100)
  const pages = await Promise.all(
    all.map(async ({ cookie }) => (await fetch(`${demo.url}/favourites`, { headers: { cookie } })).text()),
  )
  for (const [index, html] of pages.entries()) {
    const { id, me } = all[index] ?? { id: '', me: '' }
    expect(html.match(/p-\d\d@1\.0\.0<\/a>/g)).toEqual([`${id}</a>`])
    expect(all.filter((each) => html.includes(each.me)).map((each) => each.me)).toEqual([me])
  }
})

it('a request that arrives again after a restart is done once, and does not undo what came after it', async () => {
  const demo = await startDemo(3)
  const first = await fetch(`${demo.url}/api/me`)
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  const send = async (method: string, path: string, id: string | null, body?: object) => {
    const headers = { cookie, ...(id !== null && { 'idempotency-key': id }) }
    const response = await fetch(demo.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return response.ok ? response.json() : response.status
  }
  const [add, remove, write] = [randomUUID(), randomUUID(), randomUUID()]
  const [star, notes] = ['/api/favourites/p-00@1.0.0', '/api/packages/p-00@1.0.0/notes']
  expect(await send('PUT', star, add)).toEqual(['p-00@1.0.0'])
  expect(await send('DELETE', star, remove)).toEqual([])
  const note = await send('POST', notes, write, { text: 'Once.' })
  await demo.stop('SIGKILL')
  await demo.start()
  expect(await send('PUT', star, add)).toEqual([])
  expect(await send('POST', notes, write, { text: 'Once.' })).toEqual(note)
  expect(await send('GET', notes, null)).toEqual([note])
  expect(await send('PUT', star, null)).toBe(400)
})

it('the cookie is in no page, no file and no API response', async () => {
  const demo = await startDemo()
  const { context, page } = await visit(demo)
  await waitUntilReady(page)
  const [cookie] = await context.cookies()
  expect(cookie?.httpOnly).toBe(true)
  const secret = cookie?.value ?? 'none'
  expect(await page.content()).not.toContain(secret)
  expect(await (await context.request.get(`${demo.url}/api/me`)).text()).not.toContain(secret)
  expect(await readFiles(demo.dir)).not.toContain(secret)
})

async function readFiles(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'))
  return (await Promise.all(texts)).join('\n')
}
