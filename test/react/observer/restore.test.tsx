import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryStore, mutate, peek, restore, writeCache } from '../../../src/index.ts'
import type { Store } from '../../../src/store/store.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()

/** A store that keeps its entries when the page is reloaded, and answers asynchronously. */
function createDisk(): Store & { readonly keys: () => Promise<readonly string[]> } {
  const { sync, ...store } = memoryStore()
  return { ...store, keys: async () => Array.from(sync?.list('') ?? [], ({ key }) => key) }
}

let rendered: ReturnType<typeof render> | undefined

/** Starts the application: a new process of JavaScript over the same disk. */
async function load(store: Store, options: object = {}): Promise<TestApp> {
  rendered?.unmount()
  await settle()
  const app = createTestApp({ store, ...options })
  await restore(app.cache)
  return app
}

function Entries({ names, options }: { names: readonly unknown[]; options?: object }): ReactNode {
  return names.map((name) => <Entry key={String(name)} name={name} options={options} />)
}

function Entry({ name, options }: { name: unknown; options: object | undefined }): ReactNode {
  const { data, isLoading } = useAny(name, async () => `data of ${name}`, options)
  return <p>{isLoading ? 'loading ' : `${data} `}</p>
}

const text = () => document.body.textContent?.trim()

async function show({ Provider }: TestApp, names: readonly unknown[], options?: object): Promise<void> {
  const element = (
    <Provider>
      <Entries names={names} {...(options && { options })} />
    </Provider>
  )
  if (rendered?.container.isConnected) rendered.rerender(element)
  else rendered = render(element)
  await settle()
}

/** What the first render shows. */
function showFirst({ Provider }: TestApp, names: readonly unknown[], options?: object): string | undefined {
  rendered = render(
    <Provider>
      <Entries names={names} {...(options && { options })} />
    </Provider>,
  )
  return text()
}

beforeEach(() => history.replaceState(null, '', '/list'))
afterEach(() => {
  rendered = undefined
})

describe('restore(cache)', () => {
  it('loads what this address showed last, and nothing else', async () => {
    const disk = createDisk()
    const app = await load(disk)
    await show(app, ['a', 'b'])
    await app.advance('1s')
    await show(app, ['b', 'c'])
    await app.advance('1s')

    const next = await load(disk)
    expect(['a', 'b', 'c'].map((key) => peek(next.cache, key))).toEqual([undefined, 'data of b', 'data of c'])
    expect(showFirst(next, ['b', 'c'])).toBe('data of b data of c')
  })

  it('notes an address that an application leaves before its note is due', async () => {
    const disk = createDisk()
    const app = await load(disk)
    await show(app, ['me', 'list'])
    history.pushState(null, '', '/item')
    await show(app, ['me', 'item'])
    await app.advance('1s')

    const item = await load(disk)
    expect(['me', 'list', 'item'].map((key) => peek(item.cache, key))).toEqual([
      'data of me',
      undefined,
      'data of item',
    ])
    history.replaceState(null, '', '/list')
    const list = await load(disk)
    expect(['me', 'list', 'item'].map((key) => peek(list.cache, key))).toEqual([
      'data of me',
      'data of list',
      undefined,
    ])
  })

  it('notes what a page shows when it is left', async () => {
    const disk = createDisk()
    await show(await load(disk), ['a'])
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    expect(peek((await load(disk)).cache, 'a')).toBe('data of a')
  })

  it('finds nothing after `invalidateAll`, which deletes the notes of all addresses', async () => {
    const disk = createDisk()
    const app = await load(disk)
    await show(app, ['a'])
    await app.advance('1s')
    history.pushState(null, '', '/other')
    await show(app, ['b'])
    history.pushState(null, '', '/login')
    await show(app, [])
    await settle(() => app.cache.invalidateAll())
    window.dispatchEvent(new Event('pagehide'))
    await app.advance('5s')
    expect(await disk.keys()).toEqual([])
  })

  it('notes again what is shown after `invalidateAll`', async () => {
    const disk = createDisk()
    const app = await load(disk)
    await show(app, ['a'])
    await app.advance('1s')
    await settle(() => app.cache.invalidateAll())
    expect(text()).toBe('data of a')
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    expect(peek((await load(disk)).cache, 'a')).toBe('data of a')
  })

  it('never replaces what is in memory', async () => {
    const disk = createDisk()
    await show(await load(disk), ['a'])
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    const app = createTestApp({ store: disk })
    const restoring = restore(app.cache)
    void mutate(app.cache, 'a', 'newer', { revalidate: false })
    await restoring
    await settle()
    expect(peek(app.cache, 'a')).toBe('newer')
  })

  it.each([
    ['of another version', { version: 2 }],
    [
      'that its schema refuses',
      {
        schema: () => {
          throw new Error('old shape')
        },
      },
    ],
  ])('does not show an entry %s', async (_, options) => {
    const disk = createDisk()
    await show(await load(disk), ['a'])
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    expect(showFirst(await load(disk), ['a'], options)).toBe('loading')
    expect(showFirst(await load(disk, options), ['a'])).toBe('loading')
  })

  it('shows an entry that the schema of the hook, or its version, accepts', async () => {
    const disk = createDisk()
    const options = { version: 2, schema: (value: unknown) => `${value}!` }
    await show(await load(disk), ['a'], options)
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    expect(showFirst(await load(disk), ['a'], options)).toBe('data of a!!')
  })

  it('does not show an entry that is too old', async () => {
    const disk = createDisk()
    await show(await load(disk), ['a'])
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    const app = createTestApp({ store: disk })
    rendered?.unmount()
    app.clock.advance('30d')
    await restore(app.cache)
    expect(showFirst(app, ['b'])).toBe('loading')
    rendered?.unmount()
    expect(showFirst(app, ['a'], { revalidateOnMount: false })).toBe('undefined')
    rendered?.unmount()
    expect(showFirst(app, ['a'], { staleDuration: '60d', revalidateOnMount: false })).toBe('data of a')
    await settle()
  })

  it('gives up after 200 milliseconds', async () => {
    const app = createTestApp({
      store: { ...memoryStore(), sync: undefined, get: () => new Promise(() => {}) } as never,
    })
    let isDone = false
    void restore(app.cache).then(() => {
      isDone = true
    })
    await app.advance(199)
    expect(isDone).toBe(false)
    await app.advance(1)
    expect(isDone).toBe(true)
  })

  it('resolves if the store fails', async () => {
    const fail = async () => {
      throw new Error('no disk')
    }
    const { sync: __, ...store } = memoryStore()
    await restore(createTestApp({ store: { ...store, get: fail, set: fail } }).cache)
    expect(lines.length).toBeGreaterThan(0)
  })

  it.each(['no JSON', '{}', '[1]', '[["/etc/passwd","1",true]]', '[["test/../other","1",false]]'])(
    'ignores a note that it did not write: %s',
    async (note) => {
      const disk = createDisk()
      const read: string[] = []
      const store: Store = {
        ...disk,
        get: async (address, types) => {
          read.push(address.path)
          const { key } = address
          return key.startsWith('shown') ? { key, storedAt: 0, tags: [], value: note } : disk.get(address, types)
        },
      }
      await load(store)
      expect(read).toEqual(['test'])
    },
  )

  it('is not listed among the entries', async () => {
    const disk = createDisk()
    const app = await load(disk)
    await show(app, ['a'])
    await app.advance('1s')
    const listed: string[] = []
    for await (const { key } of app.cache.entries()) listed.push(key)
    expect(listed).toEqual(['"a"'])
    expect(await disk.keys()).toHaveLength(2)
  })

  it('refuses a cache with a path function', async () => {
    const app = createTestApp({ path: () => 'a' })
    await expect(restore(app.cache)).rejects.toThrow('use restore(cache, keys)')
  })
})

describe('restore(cache, keys)', () => {
  it('loads these entries, also of a cached function, and skips falsy keys', async () => {
    const disk = createDisk()
    const before = createTestApp({ store: disk })
    await before.cache.at('user')(async (id: number) => `user ${id}`)(1)
    await writeCache(before.cache, 'value', 'a')
    const app = createTestApp({ store: disk })
    const getUser = app.cache.at('user')(async (id: number) => `user ${id}`)
    await restore(app.cache, ['a', [getUser, 1], null, () => undefined])
    expect(showFirst(app, ['a'])).toBe('value')
    expect(peek(app.cache, [getUser, 1])).toBe('user 1')
  })

  it('rejects for a key without identity', async () => {
    await expect(restore(createTestApp().cache, [[() => 1, 2]])).rejects.toThrow('identity')
  })
})
