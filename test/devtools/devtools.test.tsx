import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { peek, writeCache } from '../../src/index.ts'
import { useCachetta } from '../../src/react.ts'
import { createDeferred } from '../support/deferred.ts'
import { act, fireEvent, waitFor } from '../support/render.tsx'
import type { DevtoolsPage } from './support/devtools-page.tsx'
import { createCache, expectRows, openDevtools, press, pressKey, readRows } from './support/devtools-page.tsx'

interface User {
  readonly name: string
}

const fetchUser = vi.fn(async ([, id]: readonly [string, number]): Promise<User> => ({ name: `User ${id}` }))

function UserName({ id, persist }: { readonly id: number; readonly persist?: boolean }): ReactNode {
  const { data, error } = useCachetta<User>(['user', id], fetchUser, { persist, shouldRetryOnError: false })
  return <p data-testid="app">{error ? String(error) : data?.name}</p>
}

const appText = (): string =>
  Array.from(document.querySelectorAll('[data-testid="app"]'), ({ textContent }) => textContent).join(', ')

async function openUser(id = 1): Promise<DevtoolsPage> {
  const page = openDevtools(<UserName id={id} />)
  await expectRows(page, `stale | "user",${id}`)
  await pressKey(page.panel.getByRole('grid'), 'ArrowDown')
  await page.panel.findByText(`"User ${id}"`)
  return page
}

test('lists entries with state, key, age, size and place', async () => {
  const page = openDevtools([<UserName key="1" id={1} />, <UserName key="2" id={2} persist={false} />])
  await expectRows(page, 'stale | "user",1', 'memory only | "user",2')
  expect(readRows(page)[0]).toMatch(/^stale \| "user",1 \| \ds \| network \| – \| 1 \| memory, store$/)
  expect(readRows(page)[1]).toMatch(/^memory only \| "user",2 \| \ds \| network \| – \| 1 \| memory$/)
})

test('the state of an entry follows the options of the provider', async () => {
  const cache = createCache()
  await writeCache(cache, { name: 'Ada' }, 'user', 1)
  function Fresh(): ReactNode {
    return <UserName id={1} />
  }
  const page = openDevtools(<Fresh />, { cache }, { duration: '1h' })
  await expectRows(page, 'fresh | "user",1')
})

test('shows entries that fetch, and entries whose request failed with the reason', async () => {
  const answer = createDeferred<User>()
  fetchUser.mockReturnValueOnce(answer.promise)
  const page = openDevtools(<UserName id={1} />)
  await expectRows(page, 'fetching | "user",1')
  await act(async () => answer.reject(new Error('server failed')))
  await expectRows(page, 'error | "user",1')
  await pressKey(page.panel.getByRole('grid'), 'End')
  expect((await page.panel.findAllByText('Error: server failed')).length).toBeGreaterThan(0)
})

test('search and filter narrow the list, and say to how many', async () => {
  const page = openDevtools([1, 2, 3].map((id) => <UserName key={id} id={id} persist={id < 3} />))
  await expectRows(page, 'stale | "user",1', 'stale | "user",2', 'memory only | "user",3')
  const search = page.panel.getByRole('searchbox', { name: 'Search keys and tags' })
  fireEvent.change(search, { target: { value: 'USER",2' } })
  await expectRows(page, 'stale | "user",2')
  expect(page.panel.getByText('1 of 3').getAttribute('role')).toBe('status')
  fireEvent.change(search, { target: { value: '' } })
  fireEvent.change(page.panel.getByRole('combobox', { name: 'State' }), { target: { value: 'memory' } })
  await expectRows(page, 'memory only | "user",3')
  fireEvent.change(search, { target: { value: 'nobody' } })
  await page.panel.findByText('No entry matches.')
})

test('a click on the title of a column sorts, a second one turns the order round', async () => {
  const page = openDevtools([1, 2].map((id) => <UserName key={id} id={id} persist={id > 1} />))
  await expectRows(page, 'memory only | "user",1', 'stale | "user",2')
  await press(page, 'State')
  await expectRows(page, 'stale | "user",2', 'memory only | "user",1')
  expect(page.panel.getByRole('columnheader', { name: /State/ }).getAttribute('aria-sort')).toBe('ascending')
  await press(page, /Key/)
  await press(page, /Key/)
  await expectRows(page, 'stale | "user",2', 'memory only | "user",1')
})

test('an entry that only the store has is read from there', async () => {
  const cache = createCache()
  await writeCache(cache, new Map([['one', new Date(0)]]), 'stored', { deep: true })
  await writeCache(cache.at('books.json'), 'of another path', 1)
  const page = openDevtools(<p>no hook</p>, { cache })
  await expectRows(page, 'stale | "stored",{"deep":true}', 'stale | books.json 1')
  await pressKey(page.panel.getByRole('grid'), 'Home')
  await page.panel.findByText('1970-01-01T00:00:00.000Z')
  await pressKey(page.panel.getByRole('grid'), 'End')
  await page.panel.findByText('"of another path"')
})

test('revalidate makes the hooks fetch', async () => {
  const page = await openUser()
  fetchUser.mockResolvedValueOnce({ name: 'Ada' })
  await press(page, 'Revalidate')
  await waitFor(() => expect(appText()).toBe('Ada'))
  await page.panel.findByText('"user",1: revalidated')
})

test('invalidate deletes the entry, and the hooks fetch', async () => {
  const page = await openUser()
  fetchUser.mockResolvedValueOnce({ name: 'Ada' })
  await press(page, 'Invalidate')
  await waitFor(() => expect(appText()).toBe('Ada'))
})

test('edit changes what hooks show, and stores it', async () => {
  const page = await openUser()
  await press(page, 'Edit')
  const field = page.panel.getByRole('textbox', { name: 'Data as JSON' })
  expect(page.root.activeElement).toBe(field)
  fireEvent.change(field, { target: { value: '{ "name": ' } })
  await press(page, 'Save')
  expect(page.panel.getByRole('alert').textContent).toMatch(/JSON/)
  fireEvent.change(field, { target: { value: '{ "name": "Edited" }' } })
  await press(page, 'Save')
  await waitFor(() => expect(appText()).toBe('Edited'))
  expect(peek(page.cache, ['user', 1])).toEqual({ name: 'Edited' })
  expect(page.root.activeElement).toBe(page.panel.getByRole('button', { name: 'Edit' }))
})

test('data that JSON cannot write is edited in the form of `serialize`', async () => {
  const cache: Cachetta = createCache()
  await writeCache(cache, { at: new Date(0) }, 'meeting')
  const page = openDevtools(<p>no hook</p>, { cache })
  await expectRows(page, 'stale | "meeting"')
  await pressKey(page.panel.getByRole('grid'), 'Home')
  await page.panel.findByText('1970-01-01T00:00:00.000Z')
  await press(page, 'Edit')
  const field = page.panel.getByRole<HTMLTextAreaElement>('textbox', { name: 'Data as JSON' })
  fireEvent.change(field, { target: { value: field.value.replace('1970', '1980') } })
  await press(page, 'Save')
  await waitFor(() => expect(peek(cache, 'meeting')).toEqual({ at: new Date('1980-01-01T00:00:00.000Z') }))
})

test('the time line says what was fetched, how long it took, and what failed', async () => {
  fetchUser.mockRejectedValueOnce(new Error('server failed'))
  const page = openDevtools([<UserName key="1" id={1} />])
  await waitFor(() => expect(appText()).toBe('Error: server failed'))
  fireEvent.click(page.panel.getByRole('tab', { name: 'Time line' }))
  await waitFor(() => {
    const lines = page.panel.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(lines.join('\n')).toMatch(/failed"user",1Error: server failed\d+ ms/)
  })
  await press(page, 'Clear')
  await page.panel.findByText('Nothing has happened since the panel was mounted.')
})
