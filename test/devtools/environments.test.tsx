import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { CachettaDevtools } from '../../src/devtools.ts'
import { CachettaDevtools as ProductionDevtools } from '../../src/devtools-production.ts'
import { writeCache } from '../../src/index.ts'
import { createOutbox } from '../../src/outbox.ts'
import { CachettaProvider, useCachetta } from '../../src/react.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { fireEvent, render, waitFor, within } from '../support/render.tsx'
import { createCache, findRoot, openDevtools, press } from './support/devtools-page.tsx'

function Fallback() {
  const { data } = useCachetta('name', async () => 'fetched', { fallbackData: 'fallback' })
  return createElement('p', null, data)
}

test('a server renders the application alone, and the page hydrates without a warning', async () => {
  const app = createElement(CachettaDevtools, { cache: createCache(), defaultOpen: true }, createElement(Fallback))
  expectConsoleErrors(/useLayoutEffect does nothing on the server/) // jsdom is no server, so React 17 and 18 warn
  const html = renderToString(app)
  expect(html).toBe('<p>fallback</p>')
  const container = document.createElement('div')
  container.innerHTML = html
  document.body.append(container)
  render(app, { container, hydrate: true })
  await within(findRoot().querySelector<HTMLElement>('.root') as HTMLElement).findByRole('grid')
  expect(container.querySelectorAll('p')).toHaveLength(1)
})

test('in production it renders its children and nothing else, unless asked for', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.resetModules()
  const { CachettaDevtools: Production } = await import('../../src/devtools/cachetta-devtools.ts')
  vi.unstubAllEnvs()
  const { container, unmount } = render(createElement(Production, { defaultOpen: true }, 'the application'))
  expect(container.textContent).toBe('the application')
  expect(document.querySelector('cachetta-devtools')).toBeNull()
  unmount()
  render(createElement(ProductionDevtools, { cache: createCache() }, 'the application'))
  expect(findRoot().textContent).toContain('Cachetta')
})

test('shows the theme and the side of its props', async () => {
  const { root } = openDevtools('app', { theme: 'dark', side: 'left', nonce: 'abc' })
  const panel = root.querySelector<HTMLElement>('.root')
  expect(panel?.dataset).toMatchObject({ theme: 'dark', side: 'left' })
  expect(root.querySelector('style')?.nonce).toBe('abc') // jsdom has no constructed style sheets
})

test('looks into the cache of the provider above', async () => {
  const [outer, inner] = [createCache(), createCache()]
  await writeCache(inner, 1, 'user', 1)
  render(
    <CachettaProvider cache={outer}>
      <CachettaProvider cache={inner} options={{ duration: '1h' }}>
        <CachettaProvider options={{ dedupingInterval: 0 }}>
          <CachettaDevtools defaultOpen={true} />
        </CachettaProvider>
      </CachettaProvider>
    </CachettaProvider>,
  )
  await waitFor(() => expect(findRoot().textContent).toContain('"user",1'))
})

test('lists what waits in the outbox, and can retry and discard it', async () => {
  const cache = createCache()
  const send = vi.fn(async (text: string) => {
    throw Object.assign(new Error(`${text} refused`), { status: 422 })
  })
  const outbox = createOutbox(cache, { addNote: { send } })
  const page = openDevtools('app', { cache, outbox })
  fireEvent.click(page.panel.getByRole('tab', { name: 'Outbox' }))
  await page.panel.findByText('Nothing waits: the server has accepted all mutations.')
  outbox.addNote('Buy oil').catch(() => {})
  await page.panel.findByText('Error: Buy oil refused')
  await press(page, 'Retry addNote')
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2))
  await press(page, 'Discard addNote')
  await page.panel.findByText('Nothing waits: the server has accepted all mutations.')
  await outbox.close()
})
