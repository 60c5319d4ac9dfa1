import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../../src/store/store.ts'
import { addressAt, createName, createStore, getValue, replaceGlobal, setValue, waitForCommits } from '../test-store.ts'

test('reports committed changes to other tabs, and not to itself', async () => {
  const name = createName()
  const [one, other] = [createStore(name), createStore(name)]
  const reported: string[] = []
  const own: string[] = []
  one.subscribe?.(({ address }) => own.push(String(address?.path)))
  const bothReported = new Promise<void>((resolve) => {
    other.subscribe?.(({ type, address }) => {
      reported.push(`${type} ${address?.path}`)
      if (reported.length === 2) resolve()
    })
  })
  await setValue(one, addressAt('a'), 1)
  await one.delete(addressAt('b'))
  await bothReported
  expect(reported).toEqual(['set a', 'delete b'])
  expect(own).toEqual([])
  expect(await getValue(other, addressAt('a'))).toBe(1)
})

test('ignores foreign messages on its channel', async () => {
  const name = createName()
  const store = createStore(name)
  const reported: Change[] = []
  store.subscribe?.((change) => reported.push(change))
  const channel = new BroadcastChannel(`cachetta ${name} `)
  onTestFinished(() => channel.close())
  const good = { type: 'set', address: addressAt('good'), order: 1 }
  const messages = [
    null,
    'set',
    { type: 'set', address: addressAt('a') },
    [null, 1],
    [{ type: 'clear', address: addressAt('a') }],
    [{ type: 'set' }],
    [{ type: 'set', address: { path: 1, key: '', exact: false } }],
    [{ type: 'delete', address: { path: 'a', exact: false }, order: 1 }],
    [{ type: 'set', address: addressAt('a') }],
    [{ type: 'invalidate', order: 1 }],
    [{ type: 'invalidate', tags: 'a', order: 1 }],
    [good],
  ]
  for (const message of messages) channel.postMessage(message)
  await waitUntil(() => reported.length > 0)
  expect(reported).toEqual([good])
})

test('does not report what a write of its own replaces that began later', async () => {
  const name = createName()
  const store = createStore(name)
  const reported: string[] = []
  store.subscribe?.(({ type, address }) => reported.push(`${type} ${address?.path}`))
  replaceGlobal('document', { hidden: false })
  replaceGlobal('requestAnimationFrame', () => 1) // the write waits for a frame
  replaceGlobal('cancelAnimationFrame', () => {})
  const writing = setValue(store, addressAt('a'), 'new')
  const channel = new BroadcastChannel(`cachetta ${name} `)
  onTestFinished(() => channel.close())
  const before = Date.now() - 10
  const changes = [
    { type: 'set', address: addressAt('a'), order: before },
    { type: 'delete', address: addressAt('a'), order: before },
    { type: 'set', address: addressAt('b'), order: before },
    { type: 'set', address: addressAt('a'), order: Date.now() + 500 },
  ]
  for (const change of changes) channel.postMessage([change])
  await waitUntil(() => reported.length >= 2)
  expect(reported).toEqual(['set b', 'set a'])
  await writing
})

test('does not report to a stopped listener', async () => {
  const name = createName()
  const [one, other] = [createStore(name), createStore(name)]
  const reported: string[] = []
  const listener = ({ address }: Change) => reported.push(String(address?.path))
  const stops = [other.subscribe?.(listener), other.subscribe?.(listener)]
  stops[0]?.()
  await setValue(one, addressAt('a'), 1)
  await waitUntil(() => reported.length > 0)
  expect(reported).toEqual(['a'])
})

class Forbidden {
  constructor() {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}
const channels: [what: string, channel: unknown][] = [
  ['the browser has neither channels nor locks', undefined],
  ['channels are forbidden, as in a page without storage', Forbidden],
]

test.each(channels)('works in one tab if %s', async (_what, channel) => {
  replaceGlobal('BroadcastChannel', channel)
  replaceGlobal('navigator', undefined)
  const name = createName()
  const store = createStore(name)
  expect('lock' in store || 'subscribe' in store).toBe(false)
  await setValue(store, addressAt('a'), 1)
  await store.delete(addressAt('b'))
  await waitForCommits(name)
  expect(await getValue(createStore(name), addressAt('a'))).toBe(1)
})

async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1))
}
