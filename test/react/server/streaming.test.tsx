import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { mutate, prefetch, readCache, writeCache } from '../../../src/index.ts'
import { CachettaProvider, useCachettaInfinite } from '../../../src/react.ts'
import { dehydrate, hydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { createDeferred } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { reactRelease, render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { StreamPage } from '../support/stream-page.ts'
import {
  appendHtml,
  findStateScripts,
  removeStateScripts,
  streamToPipe,
  streamToReader,
} from '../support/stream-page.ts'

const lines = recordLogLines()

beforeEach(() => {
  // jsdom has a `document`, so the hooks take a render on the server for one in a browser. Both servers of React run in one
  // process here.
  expectConsoleErrors(/useLayoutEffect does nothing on the server/, /multiple renderers concurrently/)
  Reflect.deleteProperty(globalThis, '__cachetta')
})

const suspending = { suspense: true, duration: '5m' }

interface EntryProps {
  readonly name?: string
  readonly fetcher?: unknown
  readonly options?: object
}

function Entry({ name = 'user', fetcher, options = suspending }: EntryProps): ReactNode {
  const { data, isLoading, isValidating } = useAny(name, fetcher, options)
  return <p>{JSON.stringify([name, data ?? 'nothing', isLoading, isValidating])}</p>
}

/** A page with a shell that renders without waiting, and a boundary for each child. */
function createPage(cache: Cachetta, boundaries: readonly ReactNode[], header?: ReactNode): ReactNode {
  return (
    <CachettaProvider cache={cache}>
      <main>
        {header}
        {boundaries.map((boundary, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the boundaries keep their order
          <Suspense key={index} fallback="waiting">
            {boundary}
          </Suspense>
        ))}
      </main>
    </CachettaProvider>
  )
}

/** Hydrates the page. */
async function hydratePage(html: string, page: ReactNode): Promise<HTMLElement> {
  const container = await parsePage(html)
  render(page as never, { container, hydrate: true })
  await settle()
  return container
}

/** Parses the page as a browser does, and waits until its scripts have shown the late boundaries. */
async function parsePage(html: string): Promise<HTMLElement> {
  const container = document.body.appendChild(document.createElement('div'))
  appendHtml(container, html)
  await expect.poll(() => container.querySelector('[hidden]')).toBeNull()
  return container
}

const readTexts = (container: HTMLElement) => [...container.querySelectorAll('p')].map(({ textContent }) => textContent)

const streams: readonly (readonly [string, StreamPage])[] = [
  ['renderToPipeableStream', streamToPipe],
  ['renderToReadableStream', streamToReader],
]

describe.runIf(reactRelease >= 18).each(streams)('%s', (_name, stream) => {
  it('sends each entry once, before the boundary that shows it', async () => {
    const scope = createTestCache().cache.scope()
    const [ada, grace] = [createDeferred(), createDeferred()]
    const fetchAda = vi.fn(() => ada.promise)
    const page = stream(
      createPage(scope, [
        <Entry key="1" name="ada" fetcher={fetchAda} />,
        <Entry key="2" name="grace" fetcher={() => grace.promise} />,
        <Entry key="3" name="ada" fetcher={fetchAda} />,
      ]),
      { scope },
    )
    await expect.poll(page.readHtml).toContain('waiting')
    expect(findStateScripts(page.readHtml())).toEqual([])
    ada.resolve('Ada')
    await expect.poll(page.readHtml).toContain('Ada')
    expect(page.readHtml()).not.toContain('Grace')
    grace.resolve('Grace')
    const html = await page.html

    expect(findStateScripts(html)).toHaveLength(2)
    expect(html.match(/"value":"Ada"/g)).toHaveLength(1)
    expect(html.indexOf('"value":"Ada"')).toBeLessThan(html.indexOf('$RC('))
    expect(html.indexOf('"value":"Grace"')).toBeLessThan(html.lastIndexOf('$RC('))
    expect(fetchAda).toHaveBeenCalledOnce()
  })

  it('hydrates without a mismatch and without a second fetch (41, 45)', async () => {
    const scope = createTestCache().cache.scope()
    const answer = createDeferred()
    const page = stream(createPage(scope, [<Entry key="1" fetcher={() => answer.promise} />]), { scope })
    answer.resolve(new Map([['name', 'Ada']]))
    const html = await page.html
    const { cache, store } = createTestCache()
    hydrate(cache)
    const fetcher = vi.fn()
    const container = await hydratePage(html, createPage(cache, [<Entry key="1" fetcher={fetcher} />]))
    await expect.poll(() => readTexts(container)).toEqual(['["user",{},false,false]'])

    expect(fetcher).not.toHaveBeenCalled()
    expect(container.querySelectorAll('script[nonce], script:not([id])').length).toBe(countScriptsOfReact(html))
    expect(await readCache(createTestCache({ store }).cache, 'user')).toEqual(new Map([['name', 'Ada']]))
  })

  it('puts the first state into the head, behind the `charset`, and the nonce on every script', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, 'user', () => 'Ada')
    const answer = createDeferred()
    const page = stream(
      <html lang="en">
        <head data-of="<head>">
          <meta charSet="utf-8" />
          <title>Page</title>
        </head>
        <body>{createPage(scope, [<Entry key="1" name="slow" fetcher={() => answer.promise} />], <Entry />)}</body>
      </html>,
      { scope, nonce: 'r4nd0m"', bootstrapScripts: ['/page.js'] },
    )
    await expect.poll(page.readHtml).toContain('waiting')
    answer.resolve('there')
    const html = await page.html

    expect(html).toMatch(
      /^<!DOCTYPE html><html lang="en"><head data-of="&lt;head&gt;"><meta charSet="utf-8"\/><script nonce="r4nd0m&#34;">/,
    )
    expect(findStateScripts(html)).toHaveLength(2)
    expect(html.match(/<script nonce="r4nd0m&#34;">/g)).toHaveLength(2)
    expect(html.indexOf('__cachetta')).toBeLessThan(html.indexOf('/page.js'))
  })

  it('changes nothing else in the page that React writes, regardless of where its chunks end', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `${index} <é€😀> "&'`).join(' ')
    const render = async (isPlain: boolean) => {
      const scope = createTestCache().cache.scope()
      const element = createPage(
        scope,
        ['a', 'b', 'c'].map((name) => <Entry key={name} name={name} fetcher={async () => name + long} />),
        <em title={long}>{long}</em>,
      )
      const { html, errors } = stream(element, isPlain ? {} : { scope })
      expect(errors).toEqual([])
      return html
    }
    const [plain, page] = await Promise.all([render(true), render(false)])

    expect(findStateScripts(page).join('')).toContain('"key":"\\\\"c\\\\""')
    expect(splitBoundaries(removeStateScripts(page))).toEqual(splitBoundaries(plain))
  })

  it('fetches once, does not retry, sets no timer and sends no error to the browser (44)', async () => {
    const { cache, clock } = createTestCache()
    const after = vi.spyOn(clock, 'after')
    const scope = cache.scope()
    const fetcher = vi.fn(async () => {
      throw new Error('the password is swordfish')
    })
    const options = { ...suspending, refreshInterval: 10, dedupingInterval: 0, onLoadingSlow: () => {} }
    const page = stream(
      createPage(scope, [
        <Entry key="1" fetcher={fetcher} options={options} />,
        <Entry key="2" fetcher={fetcher} options={options} />,
      ]),
      { scope },
    )
    const html = await page.html

    expect(fetcher).toHaveBeenCalledOnce()
    expect(after.mock.calls.filter(([span]) => span > 0)).toEqual([])
    expect(findStateScripts(html)).toEqual([])
    expect(dehydrate(scope)).not.toContain('swordfish')
    expect(lines).toEqual([])
    expect(page.errors).toHaveLength(2)
  })

  it('lets the browser fetch for a boundary whose fetch failed', async () => {
    expectConsoleErrors(/useLayoutEffect/, /multiple renderers/, /server could not finish|down|Switched to client/)
    const scope = createTestCache().cache.scope()
    const fails = async () => {
      throw new Error('down')
    }
    const page = stream(createPage(scope, [<Entry key="1" fetcher={fails} />]), { scope })
    const html = await page.html
    const { cache } = createTestCache()
    hydrate(cache)
    const fetcher = vi.fn(async () => 'from the browser')
    const container = await hydratePage(html, createPage(cache, [<Entry key="1" fetcher={fetcher} />]))
    await expect.poll(() => readTexts(container)).toEqual(['["user","from the browser",false,false]'])
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('renders data that cannot be stored, and fetches it once', async () => {
    class Secret {
      #number = 1
      toString() {
        return `secret ${this.#number}`
      }
    }
    const scope = createTestCache().cache.scope()
    const [refused, unsafe] = [vi.fn(async () => 'refused'), vi.fn(async () => new Secret())]
    const options = { ...suspending, condition: () => false }
    const page = stream(
      createPage(scope, [
        <Entry key="1" name="refused" fetcher={refused} options={options} />,
        <Entry key="2" name="unsafe" fetcher={unsafe} />,
      ]),
      { scope },
    )
    const html = await page.html

    expect(removeStateScripts(html)).toContain('refused')
    expect(page.errors).toEqual([])
    expect(findStateScripts(html)).toEqual([])
    expect([refused, unsafe].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('hydrates the parts that rendered before an entry arrived without the entry, and the parts that waited with it (41)', async () => {
    const scope = createTestCache().cache.scope()
    const answer = createDeferred()
    const withoutSuspense = { duration: '5m' }
    function After({ fetcher }: EntryProps): ReactNode {
      useAny('user', fetcher, suspending)
      return <Entry fetcher={fetcher} options={withoutSuspense} />
    }
    const element = (cache: Cachetta, fetcher: unknown) =>
      createPage(
        cache,
        [<Entry key="1" fetcher={fetcher} />, <After key="2" fetcher={fetcher} />],
        <Entry fetcher={fetcher} options={withoutSuspense} />,
      )
    const page = stream(
      element(scope, () => answer.promise),
      { scope },
    )
    await expect.poll(page.readHtml).toContain('waiting')
    answer.resolve('Ada')
    const html = await page.html
    const { cache } = createTestCache()
    hydrate(cache)
    const fetcher = vi.fn()
    const container = await hydratePage(html, element(cache, fetcher))

    // A mismatch would be a console error. After hydration, all parts show the entry.
    await expect.poll(() => readTexts(container)).toEqual(Array(3).fill('["user","Ada",false,false]'))
    expect(fetcher).not.toHaveBeenCalled()
    expect(html.match(/\[&quot;user&quot;,&quot;nothing&quot;,true,true\]/g)).toHaveLength(2)
  })

  it('joins a prefetch that began long before', async () => {
    const { cache, clock } = createTestCache()
    const scope = cache.scope()
    const answer = createDeferred()
    const fetcher = vi.fn(() => answer.promise)
    void prefetch(scope, 'user', fetcher)
    await settle()
    clock.advance('10s')
    const page = stream(createPage(scope, [<Entry key="1" fetcher={fetcher} />]), { scope })
    await expect.poll(page.readHtml).toContain('waiting')
    answer.resolve('Ada')

    expect(findStateScripts(await page.html)).toHaveLength(1)
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows the same data in all parts of a page (41)', async () => {
    const { cache, clock } = createTestCache({ duration: 0, staleDuration: '1d' })
    await writeCache(cache, 'v1', 'user')
    clock.advance('1m')
    const scope = cache.scope()
    const [later, newer] = [createDeferred(), createDeferred()]
    await prefetch(scope, 'other', () => 'there')
    void prefetch(scope, 'user', () => newer.promise)
    const options = { suspense: true }
    function Slow(): ReactNode {
      useAny('slow', () => later.promise, options)
      return <Entry options={options} />
    }
    await settle()
    const page = stream(createPage(scope, [<Slow key="1" />], <Entry options={options} />), { scope })
    await expect.poll(page.readHtml).toContain('v1')
    newer.resolve('v2')
    await settle()
    later.resolve('now')
    const html = await page.html
    expect(html).not.toContain('v2')
    expect(html.match(/"value":"v1"/g)).toHaveLength(1)
  })

  it('marks entries with `persist: false` in the state, and the browser keeps them only in memory', async () => {
    const scope = createTestCache().cache.scope()
    const props = { fetcher: async () => 'mine', options: { ...suspending, persist: false } }
    const html = await stream(createPage(scope, [<Entry key="1" {...props} />]), { scope }).html
    const { cache, store } = createTestCache()
    hydrate(cache)
    const fetcher = vi.fn()
    const container = await hydratePage(html, createPage(cache, [<Entry key="1" {...props} fetcher={fetcher} />]))
    await expect.poll(() => readTexts(container)).toEqual(['["user","mine",false,false]'])

    expect(fetcher).not.toHaveBeenCalled()
    expect(await readCache(createTestCache({ store }).cache, 'user')).toBeNull()
  })

  it('streams a list, and hydrates all of its pages', async () => {
    function List({ fetcher }: { fetcher: (key: readonly [string, number]) => Promise<string> }): ReactNode {
      const { data, isValidating } = useCachettaInfinite((index) => ['page', index], fetcher, {
        ...suspending,
        initialSize: 2,
        parallel: true,
      } as never)
      return <p>{JSON.stringify([data, isValidating])}</p>
    }
    const scope = createTestCache().cache.scope()
    const html = await stream(createPage(scope, [<List key="1" fetcher={async ([, index]) => `page ${index}`} />]), {
      scope,
    }).html
    const { cache } = createTestCache()
    hydrate(cache)
    await mutate(cache, ['page', 0], 'of this browser', { revalidate: false })
    const container = await hydratePage(
      html,
      createPage(cache, [<List key="1" fetcher={async ([, index]) => `again ${index}`} />]),
    )
    await expect.poll(() => readTexts(container).join()).toContain('of this browser')
  })

  it('ends with the entries it has when it is aborted', async () => {
    const scope = createTestCache().cache.scope()
    const never = () => new Promise(() => {})
    const page = stream(
      createPage(scope, [<Entry key="1" name="ada" fetcher={async () => 'Ada'} />, <Entry key="2" fetcher={never} />]),
      { scope },
    )
    await expect.poll(page.readHtml).toContain('Ada')
    page.abort()
    const html = await page.html
    expect(findStateScripts(html)).toHaveLength(1)
    expect(page.errors).toHaveLength(1)
  })

  const use = (React as { use?: <T>(promise: Promise<T>) => T }).use

  it.skipIf(!use)("waits for React's `use()`, and logs no missing prefetch", async () => {
    function PromiseReader({ fetcher }: { fetcher: unknown }): ReactNode {
      const { promise } = useAny('user', fetcher, { duration: '5m' })
      return <p>{String(use?.(promise))}</p>
    }
    const scope = createTestCache().cache.scope()
    const html = await stream(createPage(scope, [<PromiseReader key="1" fetcher={async () => 'Ada'} />]), { scope })
      .html
    const { cache } = createTestCache()
    hydrate(cache)
    const fetcher = vi.fn()
    const container = await hydratePage(html, createPage(cache, [<PromiseReader key="1" fetcher={fetcher} />]))
    await expect.poll(() => readTexts(container)).toEqual(['Ada'])
    expect(fetcher).not.toHaveBeenCalled()
    expect(lines).toEqual([])
  })

  it.skipIf(!use)(
    "hydrates a part that waited for an entry with React's `use()` beside a part that was rendered without the entry",
    async () => {
      function PromiseReader({ fetcher }: { fetcher: unknown }): ReactNode {
        const { promise } = useAny('user', fetcher, { duration: '5m' })
        return <p>{String(use?.(promise))}</p>
      }
      const element = (cache: Cachetta, fetcher: unknown) =>
        createPage(
          cache,
          [<PromiseReader key="1" fetcher={fetcher} />],
          <Entry fetcher={fetcher} options={{ duration: '5m' }} />,
        )
      const scope = createTestCache().cache.scope()
      const html = await stream(
        element(scope, async () => 'Ada'),
        { scope },
      ).html
      const { cache } = createTestCache()
      hydrate(cache)
      const fetcher = vi.fn()
      const container = await hydratePage(html, element(cache, fetcher))
      await expect.poll(() => readTexts(container)).toEqual(['["user","Ada",false,false]', 'Ada'])
      expect(fetcher).not.toHaveBeenCalled()
    },
  )
})

/** The number of scripts that React itself writes into a page. */
function countScriptsOfReact(html: string): number {
  return removeStateScripts(html).match(/<script/g)?.length ?? 0
}

/** The parts of a page in an order that does not depend on the order in which fetches ended. */
function splitBoundaries(html: string): string[] {
  return html
    .split(/(?=<div hidden)/)
    .map((part) => part.replace(/[BS]:\d+|P:\d+/g, ''))
    .sort()
}
