import { describe, expect, it } from 'vitest'
import type { CachettaOptions, Store } from '../../../src/index.ts'
import { memoryStore, mutate, UnsafeTypeError } from '../../../src/index.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createGetKey, showList } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

// After a deployment, a tab of the old release and one of the new release are open. Neither can use what the other one stores.

type Release = Pick<CachettaOptions, 'version' | 'schema'> & { readonly refuses?: string }

const accept = (own: string) => ({
  schema: (value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(own)) throw new TypeError(`no ${own}`)
    return value
  },
})

const releases: readonly [title: string, old: Release, next: Release][] = [
  ['another version', { version: 1 }, { version: 2 }],
  ['a version for the first time', {}, { version: 1 }],
  ['another schema', accept('old'), accept('new')],
  ['other allowed types', { refuses: 'new' }, { refuses: 'old' }],
]

/** Creates two applications over the same entries, each with a clock, a memory and an engine of its own. */
function createTabs(old: Release, next: Release) {
  const inner = memoryStore()
  const createTab = ({ refuses, ...options }: Release) => {
    const { sync: _, lock: __, share: ___, ...methods } = inner
    const get: Store['get'] = async (...args) => {
      const entry = await inner.get(...args)
      if (refuses && String(entry?.value).startsWith(refuses)) throw new UnsafeTypeError('its type is not allowed')
      return entry
    }
    return {
      ...createTestApp({ ...options, duration: '1m', store: { ...methods, get } }),
      server: createManualFetcher(),
    }
  }
  return [createTab(old), createTab(next)] as const
}

describe.each(releases)('%s', (_title, old, next) => {
  it('each tab fetches for itself, once, and shows its own value', async () => {
    const [one, other] = createTabs(old, next)
    const page = await showEntry(one, { key: 'a', fetcher: one.server.fetcher })
    await one.server.answer('old 1')
    const otherPage = await showEntry(other, { key: 'a', fetcher: other.server.fetcher })
    await other.server.answer('new 1')
    await settle()
    expect([page.latest.data, otherPage.latest.data]).toEqual(['old 1', 'new 1'])
    expect([one.server.requests.length, other.server.requests.length]).toEqual([1, 1])
  })

  it('a mutation, and a value that is stale, start no exchange of requests', async () => {
    const [one, other] = createTabs(old, next)
    const page = await showEntry(one, { key: 'a', fetcher: one.server.fetcher })
    await one.server.answer('old 1')
    const otherPage = await showEntry(other, { key: 'a', fetcher: other.server.fetcher })
    await other.server.answer('new 1')
    await settle(() => void mutate(other.cache, 'a', 'new 2', { revalidate: false }))
    expect([page.latest.data, otherPage.latest.data]).toEqual(['old 1', 'new 2'])
    await one.advance('2m')
    await one.browser.focus()
    await one.server.answer('old 2')
    expect([page.latest.data, otherPage.latest.data]).toEqual(['old 2', 'new 2'])
    expect([one.server.requests.length, other.server.requests.length]).toEqual([2, 1])
  })

  it('an invalidation by one tab is for both', async () => {
    const [one, other] = createTabs(old, next)
    await showEntry(one, { key: 'a', fetcher: one.server.fetcher })
    await one.server.answer('old 1')
    await showEntry(other, { key: 'a', fetcher: other.server.fetcher })
    await other.server.answer('new 1')
    await settle(() => other.cache.invalidate('a'))
    expect([one.server.requests.length, other.server.requests.length]).toEqual([2, 2])
  })

  it('a list fetches its pages for itself', async () => {
    const [one, other] = createTabs(old, next)
    const list = await showList(one, createGetKey('x'), one.server)
    await one.server.answer('old 1')
    const otherList = await showList(other, createGetKey('x'), other.server)
    await other.server.answer('new 1')
    await settle()
    expect([list.result.data, otherList.result.data]).toEqual([['old 1'], ['new 1']])
    expect([one.server.requests.length, other.server.requests.length]).toEqual([1, 1])
  })
})
