import { expect, test } from 'vitest'
import type { CacheEvent } from '../../src/index.ts'
import { subscribeEvents } from '../../src/index.ts'
import { flushPromises } from '../support/deferred.ts'
import { openTab } from './support/tab.ts'

const unavailable = Object.assign(new Error('unavailable'), { status: 503 })
const refused = Object.assign(new Error('refused'), { status: 404 })

/** Opens a tab, and returns it with a function that returns the changes since its last call. */
async function openRecordedTab() {
  const tab = await openTab()
  const events: CacheEvent[] = []
  subscribeEvents(tab.cache, (event) => void events.push(event))
  const take = async () => {
    await flushPromises()
    return events.splice(0).flatMap((event) => (event.type === 'outbox' ? [`${event.change} ${event.attempt}`] : []))
  }
  return { events, tab, take }
}

test('the events of an outbox tell each step of an item, and not its argument', async () => {
  const { events, tab, take } = await openRecordedTab()
  void tab.outbox.addNote({ text: 'secret' })
  await flushPromises()
  const [id] = tab.outbox.entries().map((entry) => entry.id)
  expect(events.find(({ type }) => type === 'outbox')).toEqual({
    type: 'outbox',
    path: 'app',
    key: '',
    at: tab.clock.now(),
    change: 'added',
    item: id,
    name: 'addNote',
    attempt: 0,
  })
  expect(JSON.stringify(events)).not.toContain('secret')
  expect(await take()).toEqual(['added 0', 'sending 1'])
  await tab.reject(unavailable)
  expect(await take()).toEqual(['waiting 1'])
  tab.clock.advance('1m')
  expect(await take()).toEqual(['sending 2'])
  await tab.accept()
  expect(await take()).toEqual(['sent 2'])
})

test('a refused item is told with the error, and what a person does with it', async () => {
  const { events, tab, take } = await openRecordedTab()
  void tab.outbox.addNote({ text: 'a' })
  await flushPromises()
  await tab.reject(refused)
  expect(events.at(-1)).toMatchObject({ type: 'outbox', change: 'refused', error: refused })
  await take()
  const [id = ''] = tab.outbox.entries().map((entry) => entry.id)
  await tab.outbox.retry(id)
  expect(await take()).toEqual(['retried 0', 'sending 1'])
  await tab.outbox.discard(id)
  expect(await take()).toEqual(['discarded 1'])
})

test('an outbox that is closed discards nothing', async () => {
  const { tab, take } = await openRecordedTab()
  tab.isOnline = false
  void tab.outbox.addNote({ text: 'a' })
  await flushPromises()
  await tab.outbox.close()
  expect(await take()).toEqual(['added 0'])
})
