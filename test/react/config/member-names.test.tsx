import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, mutate } from '../../../src/index.ts'
import {
  CachettaProvider,
  useCachettaAll,
  useCachettaConfig,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from '../../../src/react.ts'
import { storageStore } from '../../../src/storage.ts'
import { createTestCache } from '../../../src/testing.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'

const names = Object.getOwnPropertyNames(Object.prototype)

const text = () => document.body.textContent

const Entry = ({ name }: { name: string }) => <p>{String(useAny(name, async () => 'fetched').data)}</p>

const List = ({ name }: { name: string }) => (
  <p>{JSON.stringify(useCachettaInfinite(() => name, (async () => 'fetched') as never).data)}</p>
)

const All = ({ name }: { name: string }) => (
  <p>{String(useCachettaAll([{ key: name, fetcher: async () => 'fetched' }])[0].data)}</p>
)

const Stream = ({ name }: { name: string }) => {
  const { data } = useCachettaSubscription<string>(name, (_key, { next }) => {
    next(null, 'fetched')
    return () => {}
  })
  return <p>{String(data)}</p>
}

async function show(element: ReactNode): Promise<string | null> {
  const { cache } = createTestCache()
  const rendered = render(
    <CachettaProvider cache={cache}>
      <CachettaProvider options={{ fallback: { other: 1 } }}>
        <CachettaProvider options={{ fallback: {} }}>{element}</CachettaProvider>
      </CachettaProvider>
    </CachettaProvider>,
  )
  await settle()
  const shown = text()
  rendered.unmount()
  return shown
}

describe('a key that is named like a member of every object', () => {
  it.each(names)('%s: each hook shows what was fetched', async (name) => {
    expect(await show(<Entry name={name} />)).toBe('fetched')
    expect(await show(<List name={name} />)).toBe('["fetched"]')
    expect(await show(<All name={name} />)).toBe('fetched')
    expect(await show(<Stream name={name} />)).toBe('fetched')
  })

  it.each(names)(
    '%s: a mutation changes the entry, and the config of the provider has no such fallback',
    async (name) => {
      const { cache } = createTestCache()
      let trigger: () => unknown = () => {}
      let fallback: unknown
      function Page(): ReactNode {
        const mutation = useCachettaMutation(name, async () => 'sent', { populateCache: true, revalidate: false })
        trigger = () => mutation.trigger()
        fallback = useCachettaConfig().fallback
        return <p>{String(useAny(name, async () => 'fetched').data)}</p>
      }
      render(
        <CachettaProvider cache={cache} options={{ fallback: { [`own ${name}`]: 1 } }}>
          <Page />
        </CachettaProvider>,
      )
      await settle()
      await settle(trigger)
      expect(text()).toBe('sent')
      await settle(() => mutate(cache, name, 'mutated', false))
      expect(text()).toBe('mutated')
      expect(Object.keys(fallback as object)).toEqual([`own ${name}`])
    },
  )

  it.each(names)('%s: is a name of entries and a tag like any other', async (name) => {
    const { cache } = createTestCache({ entries: JSON.parse(`{${JSON.stringify(name)}: "seeded"}`) })
    const shown = vi.fn()
    function Page(): ReactNode {
      shown(useAny(name, null, { revalidateOnMount: false }).data)
      return null
    }
    render(
      <CachettaProvider cache={cache}>
        <Page />
      </CachettaProvider>,
    )
    expect(shown).toHaveBeenLastCalledWith('seeded')

    const items = new Map<string, string>()
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
      key: (index: number) => [...items.keys()][index] ?? null,
      get length() {
        return items.size
      },
    }
    for (const store of [memoryStore(), storageStore(storage)]) {
      const tagged = new Cachetta({ path: name, tags: [name], store })
      const count = vi.fn(async (key: string) => key)
      const cached = tagged(count)
      expect([await cached(name), await cached(name), count.mock.calls.length]).toEqual([name, name, 1])
      await tagged.invalidateTags(name)
      await cached(name)
      expect(count).toHaveBeenCalledTimes(2)
    }
  })
})
