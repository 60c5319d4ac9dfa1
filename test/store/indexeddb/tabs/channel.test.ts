import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../../src/store/store.ts'
import { addressAt, createName, createStore, getValue, replaceGlobal, setValue, waitForCommits } from '../test-store.ts'

test('reports committed changes to other tabs, and not to itself', async () => {
  const name = createName()
  const [one, other] = [createStore(name), createStore(name)]
  const heard: string[] = []
  const own: string[] = []
  one.subscribe?.(({ address }) => own.push(address.path))
  const told = new Promise<void>((resolve) => {
    other.subscribe?.(({ type, address }) => {
      heard.push(`${type} ${address.path}`)
      if (heard.length === 2) resolve()
    })
  })
  await setValue(one, addressAt('a'), 1)
  await one.delete(addressAt('b'))
  await told
  expect(heard).toEqual(['set a', 'delete b'])
  expect(own).toEqual([])
  expect(await getValue(other, addressAt('a'))).toBe(1)
})

test('ignores foreign messages on its channel', async () => {
  const name = createName()
  const store = createStore(name)
  const heard: Change[] = []
  store.subscribe?.((change) => heard.push(change))
  const channel = new BroadcastChannel(`cachetta ${name} `)
  onTestFinished(() => channel.close())
  const good = { type: 'set', address: addressAt('good') }
  const messages = [
    null,
    'set',
    { type: 'set', address: addressAt('a') },
    [null, 1],
    [{ type: 'clear', address: addressAt('a') }],
    [{ type: 'set' }],
    [{ type: 'set', address: { path: 1, key: '', exact: false } }],
    [{ type: 'delete', address: { path: 'a', exact: false } }],
    [good],
  ]
  for (const message of messages) channel.postMessage(message)
  await until(() => heard.length > 0)
  expect(heard).toEqual([good])
})

test('does not report to a stopped listener', async () => {
  const name = createName()
  const [one, other] = [createStore(name), createStore(name)]
  const heard: string[] = []
  const listener = ({ address }: Change) => heard.push(address.path)
  const stops = [other.subscribe?.(listener), other.subscribe?.(listener)]
  stops[0]?.()
  await setValue(one, addressAt('a'), 1)
  await until(() => heard.length > 0)
  expect(heard).toEqual(['a'])
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

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1))
}
