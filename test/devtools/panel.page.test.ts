import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../support/pages.ts'
import type { App } from './page-scripts/panel.tsx'

const site = createSite('test/devtools/page-scripts/panel.tsx')

function callApp<Name extends keyof App>(page: Page, name: Name, count = 0): Promise<Awaited<ReturnType<App[Name]>>> {
  return page.evaluate(([name, count]) => Reflect.get(globalThis, 'app')[name](count), [name, count] as const)
}

async function openPage(headers: Record<string, string> = {}): Promise<Page> {
  const tabs = await site.openTabs(0)
  await tabs.context.route('**/*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } })
  })
  return tabs.open()
}

/** A busy machine makes any task long. A task that the panel makes long is long in each of these attempts. */
const ATTEMPTS = 5

async function countAttempts(page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  let longTasks: readonly number[] = []
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await callApp(page, 'takeLongTasks')
    await work()
    longTasks = await callApp(page, 'takeLongTasks')
    if (longTasks.length === 0) break
  }
  return longTasks
}

test('1,000 components mount, and 10,000 entries are listed, without a long task; the page has the rows in view', async () => {
  const page = await openPage()
  await page.getByRole('button', { name: 'Cachetta devtools' }).click()
  await page.getByText('The cache has no entries yet.').waitFor()
  expect(await countAttempts(page, () => callApp(page, 'mount', 1_000))).toEqual([])
  await callApp(page, 'write', 10_000)
  const grid = page.getByRole('grid')
  await expect
    .poll(async () => Number(await grid.getAttribute('aria-rowcount')), { timeout: 60_000 })
    .toBeGreaterThan(10_000)
  expect(await countAttempts(page, () => page.waitForTimeout(3_000))).toEqual([])
  expect(await page.locator('[role="row"]').count()).toBeLessThan(40)
  await grid.focus()
  await page.keyboard.press('End')
  await page.getByRole('row', { selected: true }).waitFor()
}, 180_000)

test('the keyboard alone reaches every action', async () => {
  const page = await openPage()
  await callApp(page, 'mount', 5)
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = () =>
    page.evaluate(() => {
      const element = document.querySelector('cachetta-devtools')?.shadowRoot?.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent
    })
  await press('Tab', 'Enter')
  await expect.poll(focused).toBe('Entries')
  await page.getByRole('row', { name: '"user",1' }).waitFor()
  const order: unknown[] = []
  for (let stop = 0; stop < 14; stop++) {
    await press('Tab')
    order.push(await focused())
    if (order.at(-1) === 'Entries') break
  }
  const head = ['Offline', 'Delay of requests', 'Fail next request', 'Close devtools', 'Search keys and tags', 'State']
  expect(order).toEqual([...head, 'Entries'])
  await press('ArrowDown')
  await page.getByText('"User 1"').waitFor()
  const inEntry: unknown[] = []
  for (let stop = 0; stop < 12; stop++) {
    await press('Tab')
    inEntry.push(await focused())
  }
  expect(inEntry).toEqual(
    expect.arrayContaining(['Close entry', 'Revalidate', 'Invalidate', 'Edit', 'Fail its next request']),
  )
})

test('the keyboard alone sends a refused mutation again, and discards it', async () => {
  const page = await openPage()
  await callApp(page, 'refuseNote')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'Entries', selected: true }).waitFor()
  await page.keyboard.press('ArrowLeft') // from the first tab to the last one
  await page.getByText('Error: refused, request 1').waitFor()
  const pressButton = async (name: string) => {
    const button = page.getByRole('button', { name })
    while (!(await button.evaluate((element) => element.matches(':focus')))) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }
  await pressButton('Retry addNote')
  await page.getByText('Error: refused, request 2').waitFor()
  await pressButton('Discard addNote')
  await page.getByText('Nothing waits').waitFor()
})

test('it works under a policy that forbids inline styles and scripts, and axe finds nothing', async () => {
  const page = await openPage({ 'content-security-policy': "default-src 'self'; connect-src *; img-src data:" })
  const refused: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && refused.push(message.text())))
  await page.getByRole('button', { name: 'Cachetta devtools' }).click()
  const panel = page.locator('cachetta-devtools .panel')
  expect(await panel.evaluate((element) => getComputedStyle(element).position)).toBe('fixed')
  expect(refused).toEqual([])
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => (await Reflect.get(globalThis, 'axe').run()).violations)
  expect(violations).toEqual([])
})
