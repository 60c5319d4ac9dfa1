import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { writeCache } from '../../src/index.ts'
import { fireEvent, waitFor } from '../support/render.tsx'
import { createCache, expectRows, openDevtools, press, pressKey } from './support/devtools-page.tsx'

const rowsOf = (grid: HTMLElement): string | null =>
  grid.querySelector('[aria-selected="true"]')?.querySelector('.key')?.textContent ?? null

async function openThree(app: ReactNode = <p>no hook</p>) {
  const cache = createCache()
  for (const id of [1, 2, 3]) await writeCache(cache, { id }, 'user', id)
  const page = openDevtools(app, { cache })
  await expectRows(page, 'stale | "user",1', 'stale | "user",2', 'stale | "user",3')
  return page
}

test('the arrow keys, Home, End and Page Down select an entry, and the grid names it', async () => {
  const { panel, root } = await openThree()
  const grid = panel.getByRole('grid', { name: 'Entries' })
  for (const [key, selected] of [
    ['ArrowDown', '"user",1'],
    ['ArrowDown', '"user",2'],
    ['ArrowUp', '"user",1'],
    ['ArrowUp', '"user",1'],
    ['End', '"user",3'],
    ['ArrowDown', '"user",3'],
    ['Home', '"user",1'],
    ['PageDown', '"user",3'],
  ] as const) {
    await pressKey(grid, key)
    expect(rowsOf(grid), key).toBe(selected)
    const active = root.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
    expect(active?.getAttribute('aria-selected')).toBe('true')
  }
})

test('the selected row stays in the page while the list is scrolled elsewhere', async () => {
  const cache = createCache()
  for (let id = 100; id < 200; id += 1) await writeCache(cache, { id }, 'user', id)
  const { panel, root } = openDevtools(<p>no hook</p>, { cache })
  const grid = await panel.findByRole('grid', { name: 'Entries' })
  await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('101'))
  await pressKey(grid, 'End')
  grid.scrollTop = 0
  fireEvent.scroll(grid)
  expect(root.querySelectorAll('[aria-selected]').length).toBeLessThan(40)
  const active = root.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
  expect(active?.textContent).toContain('"user",199')
})

test('Escape closes the entry, then the panel; the button has the focus again', async () => {
  const { panel, root } = await openThree()
  const grid = panel.getByRole('grid')
  await pressKey(grid, 'ArrowDown')
  await pressKey(panel.getByRole('button', { name: 'Invalidate' }), 'Escape')
  expect(panel.queryByRole('button', { name: 'Invalidate' })).toBeNull()
  await pressKey(grid, 'Escape')
  expect(panel.queryByRole('grid')).toBeNull()
  const toggle = panel.getByRole('button', { name: 'Cachetta devtools' })
  expect(root.activeElement).toBe(toggle)
  expect(toggle.getAttribute('aria-expanded')).toBe('false')
})

test('the button opens the panel, and the focus goes to its tabs', async () => {
  const page = openDevtools(<p>no hook</p>, { defaultOpen: false })
  await press(page, 'Cachetta devtools')
  const tab = page.panel.getByRole('tab', { name: 'Entries' })
  expect(page.root.activeElement).toBe(tab)
  await pressKey(tab, 'ArrowRight')
  expect(page.root.activeElement).toBe(page.panel.getByRole('tab', { name: 'Time line', selected: true }))
  await pressKey(page.panel.getByRole('tablist'), 'ArrowRight')
  expect(page.root.activeElement).toBe(page.panel.getByRole('tab', { name: 'Entries', selected: true }))
})

test('a panel that is open from the start leaves the focus where it is', async () => {
  const { root } = await openThree()
  expect(root.activeElement).toBeNull()
})

test('events of the panel reach neither the components around it nor the page', async () => {
  const onEvent = vi.fn()
  const cache = createCache()
  const listener = (): void => onEvent()
  document.addEventListener('keydown', listener)
  const { panel } = openDevtools(<p>no hook</p>, { cache })
  await panel.findByRole('searchbox')
  fireEvent.keyDown(panel.getByRole('searchbox'), { key: 's' })
  fireEvent.click(panel.getByRole('button', { name: 'Offline' }))
  fireEvent.click(panel.getByRole('button', { name: 'Offline' }))
  document.removeEventListener('keydown', listener)
  expect(onEvent).not.toHaveBeenCalled()
})
