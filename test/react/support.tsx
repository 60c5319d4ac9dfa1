// Renders components for tests: over a cache whose clock the test sets, in a host that the test controls.
import type { ReactElement, ReactNode } from 'react'
import { Component } from 'react'
import type { CachettaOptions } from '../../src/index.ts'
import type { FetcherContext, ProviderOptions, Result } from '../../src/react.ts'
import { CachettaProvider, useCachetta } from '../../src/react.ts'
import type { TestCache } from '../../src/testing.ts'
import { createTestCache } from '../../src/testing.ts'
import type { ByHand } from '../support/by-hand.ts'
import { fnByHand, settled } from '../support/by-hand.ts'
import { act, isStrict, render } from '../support/render.tsx'

/** The host of a page. It is online and visible until the test changes that. */
export interface Host {
  isOnline: boolean
  isVisible: boolean
  /** Calls the listeners of the hooks. Does not wait for the effects. */
  fire(event: 'focus' | 'reconnect'): void
  /** Fires `focus`, and waits for the effects. */
  focus(): Promise<void>
  /** Fires `reconnect`, and waits for the effects. */
  reconnect(): Promise<void>
  readonly options: ProviderOptions
}

export function hostByHand(): Host {
  const callbacks = { focus: new Set<() => void>(), reconnect: new Set<() => void>() }
  const on = (event: keyof typeof callbacks) => (callback: () => void) => {
    callbacks[event].add(callback)
    return () => void callbacks[event].delete(callback)
  }
  const host: Host = {
    isOnline: true,
    isVisible: true,
    fire(event) {
      for (const callback of callbacks[event]) callback()
    },
    focus: () => settle(() => host.fire('focus')),
    reconnect: () => settle(() => host.fire('reconnect')),
    options: {
      isOnline: () => host.isOnline,
      isVisible: () => host.isVisible,
      initFocus: on('focus'),
      initReconnect: on('reconnect'),
    },
  }
  return host
}

export interface World extends TestCache {
  readonly host: Host
  /** The provider of the cache and the host. */
  readonly Provider: (props: { children?: ReactNode }) => ReactElement
  /** Advances the clock, and waits for the effects. */
  pass(span: number | string): Promise<void>
}

/** Creates a cache, a host, and the provider of both. */
export function newWorld(options: Partial<CachettaOptions> = {}, defaults: ProviderOptions = {}): World {
  const test = createTestCache(options)
  const host = hostByHand()
  const inForce = { ...host.options, ...defaults }
  return {
    ...test,
    host,
    Provider: ({ children }) => (
      <CachettaProvider cache={test.cache} options={inForce}>
        {children}
      </CachettaProvider>
    ),
    pass: (span) => settle(() => test.clock.advance(span as number)), // `advance` checks text
  }
}

/** Runs an action, and waits for all effects that need no time on the clock. */
export function settle(action: () => unknown = () => {}): Promise<void> {
  return act(async () => {
    void action()
    await settled()
  }) as unknown as Promise<void> // React 17 types it as a thenable
}

export type Field = 'data' | 'error' | 'isLoading' | 'isValidating' | 'isStale' | 'updatedAt' | 'source'

export type Shown = Partial<Record<Field, unknown>>

/** The arguments of the hook in a component, and the fields that the component reads. */
export interface Asking {
  readonly key: unknown
  readonly fetcher?: unknown
  readonly options?: Readonly<Record<string, unknown>>
  readonly reads?: readonly Field[]
}

/** A mounted component, as a test sees it. */
export interface Page {
  /** The fields that the last render read. */
  readonly now: Shown
  /** The fields that each render read, without the second renders of StrictMode. */
  readonly renders: readonly Shown[]
  /** The last result of the hook. */
  readonly result: Result
  /** Renders the component again with other props, and waits for the effects. */
  change(props: Partial<Asking>): Promise<void>
  /** Renders the component again inside another action. Does not wait. */
  rerender(props: Partial<Asking>): void
  unmount(): Promise<void>
}

const usually: readonly Field[] = ['data', 'error', 'isLoading', 'isValidating']

/** The hook for keys and fetchers of any type. The tests in test/types check the types. */
export const useAny: (key: unknown, fetcher?: unknown, options?: unknown) => Result = useCachetta as never

/** Mounts a component that shows an entry. Does not wait for the effects. */
export function mount({ Provider }: Pick<World, 'Provider'>, first: Asking): Page {
  const log: Shown[] = []
  let asking = first
  let result: Result | undefined
  function Shows({ key: _, ask }: { key?: string; ask: Asking }): ReactNode {
    result = useAny(ask.key, ask.fetcher, ask.options)
    const shown = Object.fromEntries((ask.reads ?? usually).map((field) => [field, (result as Result)[field]]))
    log.push(shown)
    return <p>{String(shown['data'] ?? (shown['error'] ? 'error' : 'nothing'))}</p>
  }
  const element = () => (
    <Provider>
      <Shows ask={asking} />
    </Provider>
  )
  const rendered = render(element())
  const rerender = (props: Partial<Asking>) => {
    asking = { ...asking, ...props }
    rendered.rerender(element())
  }
  return {
    get now() {
      return log.at(-1) ?? {}
    },
    get renders() {
      return isStrict ? log.filter((_, index) => index % 2 === 1) : log
    },
    get result() {
      return result as Result // there since the first render
    },
    rerender,
    change: (props) => settle(() => rerender(props)),
    unmount: () => settle(() => rendered.unmount()),
  }
}

/** Mounts a component that shows an entry, and waits for the effects. */
export async function show(world: Pick<World, 'Provider'>, asking: Asking): Promise<Page> {
  const page = mount(world, asking)
  await settle()
  return page
}

/** A fetcher whose requests the test answers, in any order. */
export interface FetcherByHand {
  readonly fetcher: (key: unknown, context: FetcherContext) => Promise<unknown>
  readonly requests: (ByHand<unknown> & { readonly args: readonly [key: unknown, context: FetcherContext] })[]
  /** Answers a request by its index. The default is the last request. */
  answer(value: unknown, number?: number): Promise<void>
  fail(error: unknown, number?: number): Promise<void>
}

export function fetcherByHand(): FetcherByHand {
  const { fn, calls } = fnByHand<[key: unknown, context: FetcherContext], unknown>()
  const at = (number = calls.length - 1) => {
    const call = calls[number]
    if (call === undefined) throw new Error(`request ${number} has not been made`)
    return call
  }
  return {
    fetcher: fn,
    requests: calls,
    answer: (value, number) => settle(() => at(number).resolve(value)),
    fail: (error, number) => settle(() => at(number).reject(error)),
  }
}

/** Catches an error of a render, and shows its message. */
export class Boundary extends Component<{ children?: ReactNode; onError?: (error: unknown) => void }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : <p>{error instanceof Error ? error.message : String(error)}</p>
  }
}

/** The console errors of React that a test of an error boundary expects. */
export const boundaryNoise: RegExp[] = [/The above error occurred/, /Error/]
