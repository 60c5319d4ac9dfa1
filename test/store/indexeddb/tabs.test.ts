import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../src/store/store.ts'
import { at, instead, kept, newName, newStore, put, valueAt } from './bench.ts'

test('tells other tabs what was written and deleted once they can read it, and not itself', async () => {
  const name = newName()
  const [one, other] = [newStore(name), newStore(name)]
  const heard: string[] = []
  const own: string[] = []
  one.subscribe?.(({ address }) => own.push(address.path))
  const told = new Promise<void>((resolve) => {
    other.subscribe?.(({ type, address }) => {
      heard.push(`${type} ${address.path}`)
      if (heard.length === 2) resolve()
    })
  })
  await put(one, at('a'), 1)
  await one.delete(at('b'))
  await told
  expect(heard).toEqual(['set a', 'delete b'])
  expect(own).toEqual([])
  expect(await valueAt(other, at('a'))).toBe(1)
})

test('ignores what others post to its channel', async () => {
  const name = newName()
  const store = newStore(name)
  const heard: Change[] = []
  store.subscribe?.((change) => heard.push(change))
  const channel = new BroadcastChannel(`cachetta ${name} `)
  onTestFinished(() => channel.close())
  const good = { type: 'set', address: at('good') }
  const messages = [
    null,
    'set',
    { type: 'set', address: at('a') },
    [null, 1],
    [{ type: 'clear', address: at('a') }],
    [{ type: 'set' }],
    [{ type: 'set', address: { path: 1, key: '', exact: false } }],
    [{ type: 'delete', address: { path: 'a', exact: false } }],
    [good],
  ]
  for (const message of messages) channel.postMessage(message)
  await until(() => heard.length > 0)
  expect(heard).toEqual([good])
})

test('stops telling who does not listen any more', async () => {
  const name = newName()
  const [one, other] = [newStore(name), newStore(name)]
  const heard: string[] = []
  const listener = ({ address }: Change) => heard.push(address.path)
  const stops = [other.subscribe?.(listener), other.subscribe?.(listener)]
  stops[0]?.()
  await put(one, at('a'), 1)
  await until(() => heard.length > 0)
  expect(heard).toEqual(['a'])
})

class Forbidden {
  constructor() {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}
const channels: [what: string, channel: unknown][] = [
  ['there are neither channels nor locks', undefined],
  ['channels are forbidden, as in a browser that keeps nothing for a page', Forbidden],
]

test.each(channels)('works alone where %s', async (_what, channel) => {
  instead('BroadcastChannel', channel)
  instead('navigator', undefined)
  const name = newName()
  const store = newStore(name)
  expect('lock' in store || 'subscribe' in store).toBe(false)
  await put(store, at('a'), 1)
  await store.delete(at('b'))
  await kept(name)
  expect(await valueAt(newStore(name), at('a'))).toBe(1)
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1))
}
