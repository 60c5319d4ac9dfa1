import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import { requireHandle } from '../../../src/engine/request/cache-handle.ts'
import { lookup, mutate } from '../../../src/index.ts'
import { useCachettaAll, useCachettaInfinite, useCachettaSubscription } from '../../../src/react.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { expectNoUnhandledRejections } from '../../support/unhandled-rejections.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()
expectNoUnhandledRejections()

const fail = () => {
  throw new Error('own')
}

const hooks: readonly [name: string, useHook: () => unknown][] = [
  ['useCachetta', () => useAny('a', async () => 'fetched').data],
  ['useCachetta with suspense', () => useAny('a', async () => 'fetched', { suspense: true }).data],
  ['useCachettaAll', () => useCachettaAll([{ key: 'a', fetcher: async () => 'fetched' }])[0].data],
  [
    'useCachettaInfinite',
    () => useCachettaInfinite((index) => index === 0 && 'a', (async () => 'fetched') as never).data,
  ],
  [
    'useCachettaSubscription',
    () =>
      useCachettaSubscription<string>('a', (_key, { next }) => {
        next(null, 'fetched')
        return () => {}
      }).data,
  ],
]

describe.each(['tags', 'duration'])('a function `%s` of the cache that throws', (option) => {
  it.each(hooks)('%s shows the data, and stores nothing', async (_name, useHook) => {
    const app = createTestApp({ [option]: fail })
    const Shown = () => <p>{String(useHook())}</p>
    render(
      <app.Provider>
        <Suspense fallback="waits">
          <Shown />
        </Suspense>
      </app.Provider>,
    )
    await settle()
    expect(document.body.textContent).toBe('fetched')
    expect(lines).toEqual([expect.stringContaining(`the ${option} of test "a" threw; the value is not stored`)])
    await app.advance('1m')
    expect(document.body.textContent).toBe('fetched')
    expect((await lookup(app.cache, 'a')).hit).toBe(false)
  })

  it('a mutation shows its data, and its optimistic data before', async () => {
    const app = createTestApp({ [option]: fail })
    const Shown = () => <p>{String(useAny('a', async () => 'fetched').data)}</p>
    render(
      <app.Provider>
        <Shown />
      </app.Provider>,
    )
    await settle()
    let finish: (value: string) => void = () => {}
    const change = new Promise<string>((resolve) => {
      finish = resolve
    })
    await settle(() => void mutate(app.cache, 'a', change, { optimisticData: 'expected', revalidate: false }))
    expect(document.body.textContent).toBe('expected')
    await settle(() => finish('mutated'))
    expect(document.body.textContent).toBe('mutated')
    expect((await lookup(app.cache, 'a')).hit).toBe(false)
  })
})

describe('a source', () => {
  const sources: readonly [title: string, source: () => unknown][] = [
    ['throws when it opens', fail],
    ['returns nothing', () => undefined],
    ['returns a promise', async () => () => {}],
    ['rejects', async () => fail()],
    ['returns a function that throws', () => fail],
  ]

  it.each(sources)('that %s leaves nothing behind', async (_title, source) => {
    const app = createTestApp()
    const Shown = ({ name }: { name: string }) => {
      const { data, error } = useCachettaSubscription(name, source as never)
      return <p>{`${String(data)} ${String(error)}`}</p>
    }
    const createElement = (name: string) => (
      <app.Provider>
        <Shown name={name} />
      </app.Provider>
    )
    const { rerender, unmount } = render(createElement('a'))
    await settle()
    const isFailing = /^(?:throws|rejects)/.test(_title)
    expect(document.body.textContent).toBe(isFailing ? 'undefined Error: own' : 'undefined undefined')
    rerender(createElement('b'))
    await settle()
    unmount()
    await settle()
    await app.advance('1m')
    expect(requireHandle(app.cache).engine.slots.size).toBe(0)
  })
})
