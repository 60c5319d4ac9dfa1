// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CachettaProvider } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { writePrograms } from './page-programs.ts'
import NetInfo from './stand-ins/net-info.ts'
import { AppState } from './stand-ins/react-native.ts'

vi.stubGlobal('fetchUser', async (id: number) => ({ id, name: 'Ada', team: '7' }))
afterEach(cleanup)

function passTenMinutes(): void {
  const [now, elapsed] = [Date.now() + 600_000, performance.now() + 600_000]
  vi.spyOn(Date, 'now').mockReturnValue(now)
  vi.spyOn(performance, 'now').mockReturnValue(elapsed)
}

// The recipe for jsdom is a test.
await import(/* @vite-ignore */ writePrograms('docs/recipes/jsdom.md').fileOf('reload.test.tsx'))

describe('the recipe for React Native', () => {
  const { fileOf } = writePrograms('docs/recipes/react-native.md', {
    'react-native': 'stand-ins/react-native.ts',
    '@react-native-community/netinfo': 'stand-ins/net-info.ts',
    '@react-native-async-storage/async-storage': 'stand-ins/async-storage.ts',
  })

  it('shows what AsyncStorage has, and neither fetches while it is offline nor misses the reconnect', async () => {
    let title = 'first'
    const fetchTitle = vi.fn(async () => Response.json(title))
    vi.stubGlobal('fetch', fetchTitle)
    const { App } = await import(/* @vite-ignore */ fileOf('app.tsx'))
    const first = render(createElement(App))
    expect(await screen.findByText('first')).toBeDefined()
    first.unmount()

    passTenMinutes()
    NetInfo.change(false)
    render(createElement(App))
    expect(await screen.findByText('first')).toBeDefined()
    expect(fetchTitle).toHaveBeenCalledOnce()
    title = 'second'
    await act(async () => NetInfo.change(true))
    expect(await screen.findByText('second')).toBeDefined()

    passTenMinutes()
    title = 'third'
    await act(async () => AppState.change('background'))
    await act(async () => AppState.change('active'))
    expect(await screen.findByText('third')).toBeDefined()
    vi.restoreAllMocks()
  })
})

describe('the recipe for Electron', () => {
  const { fileOf } = writePrograms('docs/recipes/electron.md')

  it('shows in a window what the main process answers, and stores nothing there', async () => {
    vi.stubGlobal('api', { rates: async () => new Map([['CHF', 0.93]]) })
    const { cache, store } = createTestCache()
    const { Rates } = await import(/* @vite-ignore */ fileOf('rates.tsx'))
    render(createElement(CachettaProvider, { cache }, createElement(Rates)))
    expect(await screen.findByText('CHF 0.93')).toBeDefined()
    for await (const entry of store.list('')) expect(entry).toBeUndefined()
  })
})

describe('the recipe for React Router without a server', () => {
  const { fileOf } = writePrograms('docs/recipes/react-router.md')

  it('starts the request in the loader, and the component joins it', async () => {
    const fetchUser = vi.fn(async (id: number) => ({ id, name: 'Ada' }))
    vi.stubGlobal('fetchUser', fetchUser)
    const { cache, loader, Profile } = await import(/* @vite-ignore */ fileOf('routes.tsx'))
    const { id } = loader({ params: { id: '1' } })
    expect(fetchUser).toHaveBeenCalledOnce()
    render(createElement(CachettaProvider, { cache }, createElement(Profile, { id })))
    expect(await screen.findByText('Ada')).toBeDefined()
    expect(fetchUser).toHaveBeenCalledOnce()
  })
})
