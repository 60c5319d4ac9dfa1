import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { EventsPage } from './page-scripts/events.ts'

const site = createSite('test/cachetta/verbs/page-scripts/events.ts')

const call = (page: Page, method: Exclude<keyof EventsPage, 'events'>, ...args: readonly string[]) =>
  page.evaluate(([name, sent]) => Reflect.get(globalThis, 'page')[name](...sent), [method, args] as const)

/** The changes that the page has heard of, without those before. */
const listChanges = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { events }: EventsPage = Reflect.get(globalThis, 'page')
    return events.flatMap((event) => ('by' in event ? [`${event.type} ${event.key} by ${event.by}`] : []))
  })

test('a page hears of its own flights and changes, and of those of another tab', async () => {
  const { pages } = await site.openTabs(2)
  const [one, other] = pages
  if (one === undefined || other === undefined) throw new Error('there are no two tabs')
  await call(one, 'set', 'value')
  expect(await listChanges(one)).toEqual(['stored "a" by self'])
  await expect.poll(() => listChanges(other)).toEqual(['stored "a" by tab'])
  await call(other, 'invalidate')
  await expect.poll(() => listChanges(one)).toEqual(['stored "a" by self', 'invalidated "a" by tab'])
  await call(one, 'fetch')
  const types = await one.evaluate(() => {
    const { events }: EventsPage = Reflect.get(globalThis, 'page')
    return events.flatMap((event) => ('flight' in event ? [event.type] : []))
  })
  expect(types).toEqual(['started', 'computing', 'computed', 'stored', 'ended'])
  expect(await call(one, 'inspect')).toContainEqual(expect.objectContaining({ key: '"a"', observers: 1 }))

  await call(one, 'unsubscribe')
  const before = await listChanges(one)
  await call(one, 'set', 'unheard')
  expect(await listChanges(one)).toEqual(before)
})
