import type { ComponentType, ReactNode } from 'react'
import * as React from 'react'
import { Fragment, Suspense, useLayoutEffect } from 'react'
import { expect, vi } from 'vitest'
import type { Cachetta } from '../../../../src/index.ts'
import { memoryStore, mutate } from '../../../../src/index.ts'
import type { FetcherContext, ProviderOptions, Result } from '../../../../src/react.ts'
import { CachettaProvider } from '../../../../src/react.ts'
import type { TestCache } from '../../../../src/testing.ts'
import { createTestCache } from '../../../../src/testing.ts'
import { engineOf } from '../../../engine/support/manual-cache.ts'
import type { ManualStore } from '../../../engine/support/manual-store.ts'
import { createManualStore } from '../../../engine/support/manual-store.ts'
import type { Deferred } from '../../../support/deferred.ts'
import { createDeferred, flushPromises } from '../../../support/deferred.ts'
import { act, reactRelease, render } from '../../../support/render.tsx'
import { ErrorBoundary } from '../error-boundary.tsx'
import { settle } from '../settle.ts'
import { useAny } from '../show-entry.tsx'
import { createTestBrowser } from '../test-browser.ts'
import type { Commit, Mutation, Request } from './oracle.ts'
import { HookOracle } from './oracle.ts'
import type { AppSpec, HookSpec, Key, MutationSpec, Session, Step } from './steps.ts'
import { KEYS, SESSIONS } from './steps.ts'

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use
const Activity = (React as { Activity?: ComponentType<{ mode: 'visible' | 'hidden'; children: ReactNode }> }).Activity

/** The key that this function takes reads its signal, so that its requests can be aborted. */
const KEY_WITH_SIGNAL: Key = 'c'

const tagOf = (value: unknown) => String(value).slice(0, 3) // `0 a #3` has the tag `0 a`

interface Selected {
  readonly selected: string
}

const entriesOf = (session: Session) => Object.fromEntries(KEYS.map((key) => [key, `${session} ${key} #0`]))

const select = (selected: string): Selected => ({ selected })

interface HookState {
  readonly key: Key | null
  readonly isHidden: boolean
  /** How often its error boundary was reset. */
  readonly attempt: number
}

/** The state of the application, in React. */
interface AppState {
  readonly session: Session
  /** By hook; undefined while it is not mounted. */
  readonly hooks: readonly (HookState | undefined)[]
}

type Change = (state: AppState) => AppState

/** More renders in one step are a loop. */
const MAX_RENDERS = 1_000

/**
 * React 19 may render several suspended boundaries for ever under `act`, and only there, whatever is in them
 * (https://github.com/facebook/react/issues/37556). Such a sequence shows nothing.
 */
export class ActLoopError extends Error {}

/** Runs sequences of steps, and tells the oracle of each. */
export class ModelApp {
  readonly oracle: HookOracle
  readonly #spec: AppSpec
  readonly #stores: readonly (ManualStore | undefined)[]
  readonly #tests: readonly TestCache[]
  readonly #browser = createTestBrowser()
  readonly #commits = new Map<number, Commit>()
  readonly #results = new Map<number, Result>()
  readonly #problems: unknown[] = []
  readonly #requests: (Request & { readonly deferred: Deferred<unknown> })[] = []
  readonly #mutations: (Mutation & { readonly deferred: Deferred<unknown> })[] = []
  readonly #fetchers: readonly ((key: Key, context: FetcherContext) => Promise<unknown>)[]
  readonly #timers = new Set<() => void>()
  #changes = 0
  #isCheckDue = false
  /** How often hooks have rendered in this step. */
  #renders = 0
  #values = 0
  #target: AppState
  #apply: (change: Change) => void = () => {}
  #unmount = () => {}

  constructor(spec: AppSpec) {
    this.#spec = spec
    this.#target = { session: 0, hooks: spec.hooks.map(() => undefined) }
    this.oracle = new HookOracle((session, key) => (spec.hasEntries ? `${session} ${key} #0` : undefined))
    const first = spec.store === 'late' ? createManualStore({ locks: false }) : undefined
    const second = spec.store === 'late' && !spec.isSharedStore ? createManualStore({ locks: false }) : first
    this.#stores = [first, second]
    this.#tests = this.#createCaches()
    this.#fetchers = SESSIONS.map((session) => (key, context) => this.#fetch(session, key, context))
  }

  #createCaches(): TestCache[] {
    const memory = memoryStore()
    const stores = SESSIONS.map(
      (session) => this.#stores[session]?.store ?? (this.#spec.isSharedStore ? memory : memoryStore()),
    )
    const tags = (value: unknown) => [tagOf(value)]
    const optionsOf = (session: Session) => ({ path: `session${session}`, store: stores[session] as never, tags })
    if (this.#spec.hasEntries) {
      for (const session of SESSIONS) {
        createTestCache({ ...optionsOf(session), entries: entriesOf(session), now: 0 })
        const operations = this.#stores[session]?.operations ?? []
        for (const operation of [...operations]) operation.answer()
      }
    }
    const one = createTestCache({ ...optionsOf(0), now: 1_000 })
    const two = this.#spec.isSharedStore
      ? { ...one, cache: one.cache.copy({ path: 'session1' }) }
      : createTestCache({ ...optionsOf(1), now: 1_000 })
    for (const { clock } of new Set([one, two])) this.#countTimers(clock)
    return [one, two]
  }

  #countTimers(clock: TestCache['clock']): void {
    const { startTimeout } = clock
    Object.assign(clock, {
      startTimeout: (ms: number, run: () => void) => {
        const done = () => this.#timers.delete(done)
        this.#timers.add(done)
        const stop = startTimeout(ms, () => {
          done()
          run()
        })
        return () => {
          done()
          stop()
        }
      },
    })
  }

  async open(): Promise<void> {
    const page = <Page app={this} first={this.#target} />
    await settle(() => {
      this.#unmount = render(page).unmount
    })
  }

  /** Does one step, and checks what is on the screen. */
  async run(step: Step): Promise<void> {
    this.oracle.startStep()
    await settle(() => {
      for (const { clock } of this.#clocks()) clock.advance(1) // two values of one instant would count as the same
    })
    await this.#settle(() => this.#do(step))
    this.#check()
  }

  #clocks(): Iterable<TestCache> {
    return new Set(this.#spec.isSharedStore ? this.#tests.slice(0, 1) : this.#tests)
  }

  /** Settles twice: a component that waited renders again only some time after its promise has resolved. */
  async #settle(action: () => unknown): Promise<void> {
    this.#renders = 0
    await settle(action)
    await settle()
    if (this.#renders > MAX_RENDERS) throw this.#createLoopError()
  }

  #countRender(): void {
    this.#renders += 1
    if (this.#renders > MAX_RENDERS) throw this.#createLoopError()
  }

  #createLoopError(): Error {
    const mayLoop = reactRelease >= 19 && !this.#spec.isOneBoundary && this.#spec.hooks.length > 1
    return mayLoop ? new ActLoopError('React renders for ever') : new Error('the hooks render for ever')
  }

  #check(): void {
    const warnings = vi.mocked(console.error).mock.calls.splice(0).map(String)
    expect(warnings.filter((text) => !/down|The above error/.test(text))).toEqual([])
    if (this.#problems.length > 0) throw this.#problems[0]
    this.oracle.checkScreen([...this.#commits.values()])
    if (!this.#isBusy && !this.oracle.isPaused) this.#checkAllShow()
  }

  /** Nothing will happen any more, so nothing waits. */
  #checkAllShow(): void {
    this.#target.hooks.forEach((hook, index) => {
      if (!hook || hook.isHidden || this.#errorOf(index)) return
      const commit = this.#commits.get(index)
      expect([commit?.session, commit?.key], `hook ${index} is there`).toEqual([
        this.#target.session,
        this.#keyOf(index),
      ])
    })
  }

  #errorOf(index: number): boolean {
    return document.querySelector(`#${nameOf(index)} p`) !== null
  }

  get #isBusy(): boolean {
    const running = [this.#requests, this.#mutations, this.#operations()]
    return running.some(({ length }) => length > 0) || this.#changes > 0 || this.#timers.size > 0
  }

  #do([name, ...args]: Step): unknown {
    const { session } = this.#target
    const { cache } = this.#tests[session] as TestCache
    const [first, second] = args as unknown[]
    const hook = (first as number) % this.#spec.hooks.length
    const key = first as Key
    switch (name) {
      case 'mount':
        return this.#changeHook(hook, (state) => state ?? { key: second as Key, isHidden: false, attempt: 0 })
      case 'go':
        return this.#changeHook(hook, (state) => state && { ...state, key: second as Key })
      case 'go in a transition':
        return this.#changeHook(hook, (state) => state && { ...state, key: second as Key }, true)
      case 'unmount':
        return this.#changeHook(hook, () => undefined)
      case 'hide':
        return Activity && this.#changeHook(hook, (state) => state && { ...state, isHidden: true })
      case 'show':
        return this.#changeHook(hook, (state) => state && { ...state, isHidden: false })
      case 'reset':
        return this.#changeHook(hook, (state) => state && { ...state, attempt: state.attempt + 1 })
      case 'refetch by':
        return this.#refetchBy(hook)
      case 'change the session':
        return this.#change((state) => ({ ...state, session: state.session === 0 ? 1 : 0 }))
      case 'change the session in a transition':
        return this.#change((state) => ({ ...state, session: state.session === 0 ? 1 : 0 }), true)
      case 'answer':
      case 'fail':
        return this.#answer(first as number, name === 'answer')
      case 'answer the store':
        return this.#answerStore(first as number)
      case 'mutate':
        return this.#mutate(cache, session, key, second as MutationSpec)
      case 'end a mutation':
        return this.#endMutation(first as number, second as boolean)
      case 'clear':
        return this.#clear(cache, session, key, second as boolean)
      case 'refetch':
        this.oracle.refetch(session, key)
        return mutate(cache, key)
      case 'invalidate':
        this.oracle.invalidate(session, key)
        return this.#track(cache.invalidate(key))
      case 'invalidateTags':
        this.oracle.invalidateTag(session, key)
        return this.#trackUnsettled(session, [key], cache.invalidateTags(`${session} ${key}`), true)
      case 'invalidateAll':
        for (const each of KEYS) this.oracle.invalidate(session, each)
        return this.#trackUnsettled(session, KEYS, cache.invalidateAll(), true)
      case 'pause':
        this.oracle.isPaused = !this.oracle.isPaused
        this.oracle.msSincePause = 0
        return undefined
      case 'focus':
        return this.#browser.fire('focus')
      case 'advance':
        this.oracle.msSincePause += first as number
        for (const { clock } of this.#clocks()) clock.advance(first as number)
        return undefined
      default:
        throw new Error(`there is no step ${name satisfies never}`)
    }
  }

  #changeHook(index: number, change: (state: HookState | undefined) => HookState | undefined, isTransition = false) {
    const changeHooks: Change = (state) => ({
      ...state,
      hooks: state.hooks.map((each, at) => (at === index ? change(each) : each)),
    })
    this.#change(changeHooks, isTransition)
  }

  #change(change: Change, isTransition = false): void {
    this.#target = change(this.#target)
    if (isTransition) React.startTransition(() => this.#apply(change))
    else this.#apply(change)
  }

  #refetchBy(hook: number): void {
    const commit = this.#commits.get(hook)
    if (!commit?.key) return
    this.oracle.refetch(commit.session, commit.key)
    void this.#results.get(hook)?.mutate()
  }

  #fetch(session: Session, key: Key, context: FetcherContext): Promise<unknown> {
    const takesSignal = key === KEY_WITH_SIGNAL && context.signal !== undefined
    const request = this.oracle.startRequest(session, key, takesSignal)
    const deferred = createDeferred()
    this.#requests.push(Object.assign(request, { deferred }))
    return deferred.promise
  }

  #answer(index: number, succeeds: boolean): void {
    const request = takeAt(this.#requests, index)
    if (!request) return
    const value = `${request.session} ${request.key} #${++this.#values}`
    this.oracle.endRequest(request, succeeds ? value : undefined)
    if (succeeds) request.deferred.resolve(value)
    else request.deferred.reject(new Error('down'))
  }

  #answerStore(index: number): void {
    const operations = this.#operations()
    operations[index % operations.length]?.answer()
  }

  #operations() {
    return [...new Set(this.#stores)].flatMap((store) => store?.operations ?? [])
  }

  #mutate(cache: Cachetta, session: Session, key: Key, spec: MutationSpec): void {
    const number = ++this.#values
    const [value, optimisticValue] = [`${session} ${key} #${number}`, `${session} ${key} #${number} optimistic`]
    const mutation = { ...spec, session, key, value, optimisticValue, isUncertain: false, isTagInvalidated: false }
    this.oracle.startMutation(mutation)
    const { late, optimistic, populateCache, revalidate, rollbackOnError } = spec
    const deferred = createDeferred()
    if (late) this.#mutations.push(Object.assign(mutation, { deferred }))
    const options = {
      populateCache,
      revalidate,
      rollbackOnError,
      ...(optimistic && { optimisticData: optimisticValue }),
    }
    const isKnown = this.oracle.entry(session, key)
    const change = (committed: unknown) => {
      const allowed = new Set(isKnown.transient === undefined ? isKnown.committed : [isKnown.transient])
      if (!allowed.has(committed as string) && committed !== undefined)
        this.#problems.push(new Error(`a mutation got ${committed} as committed: ${[...allowed]}`))
      return late ? deferred.promise : value
    }
    const done = mutate(cache, key, change as never, options as never).catch(() => {})
    if (!late) this.oracle.endMutation(mutation, true)
    void this.#trackUnsettled(session, [key], done, false)
  }

  #endMutation(index: number, succeeds: boolean): void {
    const mutation = takeAt(this.#mutations, index)
    if (!mutation) return
    this.oracle.endMutation(mutation, succeeds)
    if (succeeds) mutation.deferred.resolve(mutation.value)
    else mutation.deferred.reject(new Error('refused'))
  }

  #clear(cache: Cachetta, session: Session, key: Key, revalidate: boolean): void {
    this.oracle.invalidate(session, key)
    this.oracle.entry(session, key).isCleared = !revalidate
    void this.#trackUnsettled(session, [key], mutate(cache, key, undefined, { revalidate }), false)
  }

  async #track(change: Promise<unknown>): Promise<void> {
    this.#changes += 1
    await change
    this.#changes -= 1
  }

  async #trackUnsettled(session: Session, keys: readonly Key[], change: Promise<unknown>, forgets: boolean) {
    const end = this.oracle.startUnsettled(session, keys)
    await this.#track(change)
    end(forgets)
  }

  /** Answers everything until nothing is under way any more. All hooks show something then. */
  async quieten(): Promise<void> {
    if (this.oracle.isPaused) await this.run(['pause'])
    for (const index of this.#spec.hooks.keys()) await this.run(['show', index])
    for (let round = 0; round < 30; round += 1) {
      for (const index of this.#spec.hooks.keys()) if (this.#errorOf(index)) await this.run(['reset', index])
      while (this.#mutations.length > 0) await this.run(['end a mutation', 0, true])
      while (this.#operations().length > 0) await this.run(['answer the store', 0])
      while (this.#requests.length > 0) await this.run(['answer', 0])
      if (this.#isBusy) await this.run(['advance', 60_000])
      else break
    }
    expect(this.#isBusy, 'something is still under way').toBe(false)
    this.#checkAllShow()
    for (const { error, hook, isValidating, key, shown } of this.#commits.values()) {
      expect({ hook, error, isValidating }).toEqual({ hook, error: undefined, isValidating: false })
      const isEmpty = key !== null && shown === undefined
      const isCleared = key !== null && this.oracle.entry(this.#target.session, key).isCleared
      expect(isEmpty && !isCleared, `hook ${hook} shows nothing`).toBe(false)
    }
  }

  /** Unmounts all. Nothing is left then. */
  async close(): Promise<void> {
    await this.#settle(() => this.#unmount())
    expect(this.#commits.size, 'commits that are left').toBe(0)
    for (const { clock } of this.#clocks()) await settle(() => clock.advance(2_000))
    for (;;) {
      if (this.#mutations.length > 0) this.#endMutation(0, true)
      else if (this.#requests.length > 0) this.#answer(0, true)
      else if (this.#operations().length > 0) this.#answerStore(0)
      else break
      await flushPromises()
    }
    for (const { cache } of this.#tests) {
      const { slots, watchers } = engineOf(cache)
      expect({ slots: [...slots.keys()], watchers: watchers.size, timers: this.#timers.size }).toEqual({
        slots: [],
        watchers: 0,
        timers: 0,
      })
    }
    expect(this.#browser.listeners).toBe(0)
  }

  /** Unmounts after a failure. */
  async abandon(): Promise<void> {
    await act(async () => this.#unmount())
  }

  // What the components call.

  connect(apply: (change: Change) => void): void {
    this.#apply = apply
  }

  specOf(hook: number): HookSpec {
    return this.#spec.hooks[hook] as HookSpec
  }

  get isOneBoundary(): boolean {
    return this.#spec.isOneBoundary
  }

  cacheOf(session: Session): Cachetta {
    return (this.#tests[session] as TestCache).cache
  }

  readonly providerOptions: ProviderOptions = {
    ...this.#browser.options,
    focusThrottleInterval: 0,
    errorRetryInterval: 1_000,
    isPaused: (): boolean => this.oracle.isPaused,
  }

  useResult(hook: number, session: Session, key: Key | null): Result {
    this.#countRender()
    const { variant } = this.specOf(hook)
    const isSelected = variant.includes('select')
    return useAny(key, this.#fetchers[session], {
      dedupingInterval: this.#spec.dedupingInterval,
      ...(isSelected && { select }),
      ...(variant.includes('keepPreviousData') && { keepPreviousData: true }),
      ...(variant === 'fallbackData' && { fallbackData: 'fallback' }),
      ...((variant.includes('suspense') || (!use && variant.includes('use'))) && { suspense: true }),
    })
  }

  /**
   * Checks what a hook has committed before the next microtask: what a boundary reveals first commits what it showed when it was
   * hidden, and React renders it again before it paints.
   */
  commit(commit: Commit, result: Result): () => void {
    this.oracle.noteCommit(commit)
    this.#commits.set(commit.hook, commit)
    this.#results.set(commit.hook, result)
    queueMicrotask(() => {
      if (this.#commits.get(commit.hook) === commit) this.#guard(() => this.oracle.checkCommit(commit))
    })
    if (!this.#isCheckDue) {
      this.#isCheckDue = true
      queueMicrotask(() => {
        this.#isCheckDue = false
        this.#guard(() => this.oracle.checkSame([...this.#commits.values()]))
      })
    }
    return () => {
      if (this.#commits.get(commit.hook) === commit) this.#commits.delete(commit.hook)
    }
  }

  #guard(check: () => void): void {
    try {
      check()
    } catch (error) {
      this.#problems.push(error)
    }
  }

  #keyOf(index: number): Key | null {
    const key = this.#target.hooks[index]?.key ?? null
    return use && this.specOf(index).variant.includes('use') ? (key ?? 'a') : key
  }
}

const nameOf = (hook: number) => `hook${hook}`

function takeAt<Item>(items: Item[], index: number): Item | undefined {
  return items.splice(index % Math.max(items.length, 1), 1)[0]
}

function Page({ app, first }: { app: ModelApp; first: AppState }): ReactNode {
  const [{ hooks, session }, apply] = React.useReducer((state: AppState, change: Change) => change(state), first)
  useLayoutEffect(() => app.connect(apply), [app])
  const Outer = app.isOneBoundary ? Suspense : Fragment
  const Inner = app.isOneBoundary ? Fragment : Suspense
  return (
    <CachettaProvider cache={app.cacheOf(session)} options={app.providerOptions}>
      <Outer>
        {hooks.map(
          (hook, index) =>
            hook && (
              <div key={nameOf(index)} id={nameOf(index)}>
                <ErrorBoundary key={hook.attempt}>
                  <Inner>
                    <Hidden isHidden={hook.isHidden}>
                      <Hook app={app} hook={index} session={session} target={hook.key} />
                    </Hidden>
                  </Inner>
                </ErrorBoundary>
              </div>
            ),
        )}
      </Outer>
    </CachettaProvider>
  )
}

function Hidden({ isHidden, children }: { isHidden: boolean; children: ReactNode }): ReactNode {
  return Activity ? <Activity mode={isHidden ? 'hidden' : 'visible'}>{children}</Activity> : children
}

const useDeferred =
  (React as { useDeferredValue?: <T>(value: T) => T }).useDeferredValue ?? (<T,>(value: T): T => value)

interface HookProps {
  readonly app: ModelApp
  readonly hook: number
  readonly session: Session
  readonly target: Key | null
}

function Hook({ app, hook, session, target }: HookProps): ReactNode {
  const { follows, variant } = app.specOf(hook)
  const deferred = useDeferred(target)
  const wanted = follows ? deferred : target
  const usesPromise = use && variant.includes('use')
  const key = usesPromise ? (wanted ?? 'a') : wanted // without a key the promise never settles
  const result = app.useResult(hook, session, key)
  const data = (usesPromise ? use(result.promise) : result.data) as string | Selected | undefined
  const shown = typeof data === 'object' ? data.selected : data
  const { error, isLoading, isValidating } = result
  useLayoutEffect(() => app.commit({ hook, session, key, shown, error, isLoading, isValidating, variant }, result))
  return <b>{shown}</b>
}
