import type { ComponentType, ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import type { InfiniteResult } from '../../../src/react.ts'
import { useCachettaAll, useCachettaInfinite } from '../../../src/react.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { act, reactRelease, render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import { requestedKeys } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// While a transition, or a deferred value, moves on from key to key, the committed key stays on the screen with all it shows.

recordLogLines()

const text = () => document.body.textContent
const WORDS = ['ab', 'abc', 'abcd', 'abcde', 'abcdef']

const settleTwice = async () => {
  await settle()
  await settle()
}

/** Returns a function that moves the component to another key. */
type Move = (word: string) => void

/** The ways in which a component follows a word while another one is on the screen. `typed` renders at once. */
const ways: Readonly<Record<string, (first: string) => readonly [shown: string, typed: string, move: Move]>> = {
  'a transition': (first) => {
    const [shown, setShown] = React.useState(first)
    const [typed, setTyped] = React.useState(first)
    const move = (word: string) => {
      setTyped(word)
      React.startTransition(() => setShown(word))
    }
    return [shown, typed, move]
  },
  'a deferred value': (first) => {
    const [typed, setTyped] = React.useState(first)
    return [React.useDeferredValue(typed), typed, setTyped]
  },
}

/** Shows the word that is typed, and under Suspense the component that follows it. Returns how the test types. */
async function openPage(
  { Provider }: Pick<TestApp, 'Provider'>,
  useWord: (first: string) => readonly [shown: string, typed: string, move: Move],
  Follower: ComponentType<{ word: string }>,
): Promise<Move> {
  let move: Move = () => {}
  function Page(): ReactNode {
    const [shown, typed, moveTo] = useWord('a')
    move = moveTo
    return (
      <Suspense fallback="waiting">
        <i>{typed} </i>
        <Follower word={shown} />
      </Suspense>
    )
  }
  await settle(() =>
    render(
      <Provider>
        <Page />
      </Provider>,
    ),
  )
  await settleTwice()
  return (word) => move(word)
}

describe.skipIf(reactRelease < 18).each(Object.entries(ways))('%s', (_name, useWord) => {
  it('keeps the pages of a list, and fetches none of them again', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    let result: InfiniteResult<unknown> | undefined
    function List({ word }: { word: string }): ReactNode {
      const getKey = (index: number) => [word, index] as const
      const options = { suspense: true }
      const own = useCachettaInfinite(getKey, server.fetcher as never, options) as InfiniteResult<unknown>
      if (word === 'a') result = own
      return <p>{own.data?.join()}</p>
    }
    const move = await openPage(app, useWord, List)
    await server.answer('p0')
    await settleTwice()
    for (const page of [1, 2]) {
      await settle(() => result?.fetchNext())
      await server.answer(`p${page}`)
      await settleTwice()
    }
    expect(text()).toBe('a p0,p1,p2')
    for (const word of WORDS) {
      await act(async () => move(word))
      await settleTwice()
      await app.advance('3s')
      expect(text()).toBe(`${word} p0,p1,p2`)
      expect(result?.size).toBe(3)
    }
    expect(requestedKeys(server).filter((key) => Array.isArray(key) && key[0] === 'a')).toHaveLength(3)
    await server.answer('found')
    await settleTwice()
    expect(text()).toBe('abcdef found')
    await act(async () => move('a'))
    await settleTwice()
    expect(text()).toBe('a p0,p1,p2')
  })

  const hooks: Readonly<Record<string, (word: string, fetcher: unknown, options: object) => unknown>> = {
    useCachetta: (word, fetcher, options) => useAny(word, fetcher, options).data,
    useCachettaAll: (word, fetcher, options) =>
      useCachettaAll([{ key: word, fetcher: fetcher as never, ...options }])[0]?.data,
  }

  it.each(Object.entries(hooks))('keeps the data of %s, and fetches it once', async (_hook, useData) => {
    const app = createTestApp()
    const server = createManualFetcher()
    function Shown({ word }: { word: string }): ReactNode {
      return String(useData(word, server.fetcher, { suspense: true, staleDuration: 0, dedupingInterval: 0 }))
    }
    const move = await openPage(app, useWord, Shown)
    await server.answer('of a')
    await settleTwice()
    const requests = server.requests.length
    for (const word of WORDS) {
      await act(async () => move(word))
      await settleTwice()
      await app.advance('3s')
      expect(text()).toBe(`${word} of a`)
    }
    expect(requestedKeys(server).filter((word) => word === 'a')).toHaveLength(requests)
    await server.answer('found')
    await settleTwice()
    expect(text()).toBe('abcdef found')
  })
})
