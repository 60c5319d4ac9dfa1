import type { ReactNode } from 'react'
import * as React from 'react'
import { Component, Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Result } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// An error boundary that is reset fetches at once: no clock moves in these tests, unless they say so.

const text = () => document.body.textContent
const use = (React as { use?: <T>(promise: Promise<T>) => T }).use

/** Catches errors until the test resets it. */
class Boundary extends Component<{ children?: ReactNode }> {
  static readonly mounted = new Set<Boundary>()
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidMount(): void {
    Boundary.mounted.add(this)
  }

  override componentWillUnmount(): void {
    Boundary.mounted.delete(this)
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : <p>{(error as Error).message}</p>
  }
}

/** Settles twice: React 17 renders a component again only some time after its promise has resolved. */
const settleTwice = async () => {
  await settle()
  await settle()
}

const resetBoundaries = async () => {
  await settle(() => {
    for (const boundary of Boundary.mounted) boundary.setState({ error: undefined })
  })
  await settle()
}

interface ReaderProps {
  readonly fetcher: unknown
  readonly options?: object
}

function Suspending({ fetcher, options }: ReaderProps): ReactNode {
  return <p>{String(useAny('a', fetcher, { suspense: true, ...options }).data)}</p>
}

function Using({ fetcher, options }: ReaderProps): ReactNode {
  return <p>{String(use?.(useAny('a', fetcher, options).promise))}</p>
}

function List({ fetcher, options }: ReaderProps): ReactNode {
  const getKey = (index: number) => ['list', index] as const
  return <p>{String(useCachettaInfinite(getKey, fetcher as never, { suspense: true, ...options }).data)}</p>
}

const readers: [name: string, Reader: (props: ReaderProps) => ReactNode][] = [
  ['`suspense`', Suspending],
  ['a list with `suspense`', List],
  ...(use ? [['`use(promise)`', Using] as [string, typeof Using]] : []),
]

async function show({ Provider }: TestApp, ...elements: ReactNode[]): Promise<() => void> {
  let unmount = () => {}
  await settle(() => {
    ;({ unmount } = render(
      <Provider>
        {elements.map((element, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the elements never change
          <Boundary key={index}>
            <Suspense fallback="waiting">{element}</Suspense>
          </Boundary>
        ))}
      </Provider>,
    ))
  })
  await settle()
  return unmount
}

describe.each(readers)('an error boundary around %s', (_, Reader) => {
  it('fetches at once when it is reset, each time', async () => {
    expectConsoleErrors(/down/, /The above error/)
    const app = createTestApp()
    const server = createManualFetcher()
    await show(app, <Reader fetcher={server.fetcher} />)
    await settleTwice()
    for (let failure = 1; failure <= 4; failure += 1) {
      await server.fail(new Error(`down ${failure}`))
      await settleTwice()
      expect(text()).toBe(`down ${failure}`)
      expect(server.requests).toHaveLength(failure)
      await resetBoundaries()
      expect(text()).toBe('waiting')
      expect(server.requests).toHaveLength(failure + 1)
    }
    await server.answer('fetched')
    await settleTwice()

    expect(text()).toBe('fetched')
  })

  it('makes one request for all components that wait, and one when their boundaries are reset', async () => {
    expectConsoleErrors(/down/, /The above error/)
    const server = createManualFetcher()
    await show(createTestApp(), <Reader fetcher={server.fetcher} />, <Reader fetcher={server.fetcher} />)
    await settleTwice()
    await server.fail(new Error('down'))
    await settleTwice()
    expect(text()).toBe('downdown')
    expect(server.requests).toHaveLength(1)
    await resetBoundaries()
    expect(server.requests).toHaveLength(2)
    await server.answer('fetched')
    await settleTwice()

    expect(text()).toBe('fetchedfetched')
  })

  it('does not fetch in a loop when each error resets it', async () => {
    expectConsoleErrors(/down/, /The above error/)
    const app = createTestApp()
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    await show(app, <Reader fetcher={fetcher} options={{ dedupingInterval: 0 }} />)
    await settleTwice()
    for (let reset = 0; reset < 40; reset += 1) await resetBoundaries()
    const { length } = fetcher.mock.calls
    expect(length).toBeLessThanOrEqual(11)
    await app.advance('500ms')
    await resetBoundaries()

    expect(fetcher).toHaveBeenCalledTimes(length + 1)
  })
})

it('fetches at once when a component with `suspense` mounts again after an error that it threw', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const app = createTestApp()
  const server = createManualFetcher()
  const unmount = await show(app, <Suspending fetcher={server.fetcher} />)
  await settleTwice()
  await server.fail(new Error('down'))
  await settleTwice()
  unmount()
  await show(app, <Suspending fetcher={server.fetcher} />)
  await settleTwice()
  await server.answer('fetched')
  await settleTwice()

  expect(text()).toBe('fetched')
})

it.skipIf(!use)('hands a new promise to the children of a component that renders again after the error', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const app = createTestApp()
  const server = createManualFetcher()
  let result: Result | undefined
  let renderAgain = () => {}
  const Child = ({ promise }: { promise: Promise<unknown> }): ReactNode => <p>{String(use?.(promise))}</p>
  function Parent(): ReactNode {
    const [count, setCount] = React.useState(0)
    renderAgain = () => setCount(count + 1)
    result = useAny('a', server.fetcher, { shouldRetryOnError: false })
    if (result.error && count < 0) return null // reads `error`, so the error renders this component, too
    return (
      <Boundary key={count}>
        <Suspense fallback="waiting">
          <Child promise={result.promise} />
        </Suspense>
      </Boundary>
    )
  }
  await settle(() => {
    render(
      <app.Provider>
        <Parent />
      </app.Provider>,
    )
  })
  await settleTwice()
  await server.fail(new Error('down'))
  await settleTwice()
  expect(text()).toBe('down')
  await settle(() => renderAgain())
  await settleTwice()
  expect(server.requests).toHaveLength(2)
  await server.answer('fetched')
  await settleTwice()

  expect(text()).toBe('fetched')
})
