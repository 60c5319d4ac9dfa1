import { expect } from 'vitest'
import type { Key, MutationSpec, Session } from './steps.ts'
import { KEYS, SESSIONS } from './steps.ts'

// What the hooks must show. The oracle hears of each step before the engine does. It knows each value by its text, for example
// `0 a #3`: the session, the key, a number.

/** A value, or nothing. */
export type Shown = string | undefined

/** A request, from the call of its fetcher until it is answered. */
export interface Request {
  readonly session: Session
  readonly key: Key
  /** True if it may no longer count, for a reason that the oracle cannot see. */
  isUncertain: boolean
  /** True if its value has a tag that was invalidated. */
  isTagInvalidated: boolean
}

/** A mutation, from its call until its change has ended. */
export interface Mutation extends MutationSpec {
  readonly session: Session
  readonly key: Key
  readonly value: string
  readonly optimisticValue: string
  isUncertain: boolean
  isTagInvalidated: boolean
}

/** What a component showed when React committed it. */
export interface Commit {
  readonly hook: number
  readonly session: Session
  readonly key: Key | null
  readonly shown: Shown
  readonly error: unknown
  readonly isLoading: boolean
  readonly isValidating: boolean
  readonly variant: string
}

/** The state of one entry. */
class EntryState {
  /** What the entry can be. More than one member: the order of events that the oracle cannot see decides. */
  committed: ReadonlySet<Shown>
  /** What is shown in place of it until newer data arrives, or nobody shows it any more. */
  transient: Shown
  /** The same, if the order of events that the oracle cannot see decides whether it is only shown. */
  uncertainTransient: Shown
  optimistic: string | undefined
  flight: Request | undefined
  mutation: Mutation | undefined
  /** True if a mutation removed the entry and asked for no fetch. */
  isCleared = false
  /** How many changes are under way that may end flights and mutations when the store has answered. */
  unsettled = 0
  /** All that the entry was during this step. */
  recent: Set<Shown> = new Set()

  constructor(seed: Shown) {
    this.committed = new Set([undefined, seed])
  }

  get possible(): ReadonlySet<Shown> {
    if (this.optimistic !== undefined && !this.mutation?.isUncertain) return new Set([this.optimistic])
    const other = this.transient === undefined ? this.committed : new Set([this.transient])
    return this.optimistic === undefined ? other : new Set([this.optimistic, ...other])
  }

  setTransient(value: Shown): void {
    if (value === undefined) return
    if (this.unsettled > 0) this.committed = new Set([...this.committed, this.transient, value])
    this.uncertainTransient = value
    this.transient = this.unsettled > 0 ? undefined : value
  }

  commit(value: Shown, isUncertain = false): void {
    this.committed = new Set(isUncertain || this.unsettled > 0 ? [...this.possible, value] : [value])
    this.transient = this.uncertainTransient = undefined
    this.isCleared = false
  }

  forget(): void {
    this.committed = new Set([undefined])
    this.transient = this.uncertainTransient = this.optimistic = undefined
    this.recent = new Set([undefined])
  }
}

export class HookOracle {
  isPaused = false
  /** How long the clock has moved since the last pause. A hook notices the end of a pause after 200 ms at the latest. */
  msSincePause = 200
  #step = 0
  readonly #entries = new Map<string, EntryState>()
  /** What each hook has shown: the keys, by session. */
  readonly #shownKeys = new Map<number, Set<string>>()

  constructor(seedOf: (session: Session, key: Key) => Shown) {
    for (const session of SESSIONS) {
      for (const key of KEYS) this.#entries.set(`${session} ${key}`, new EntryState(seedOf(session, key)))
    }
  }

  entry(session: Session, key: Key): EntryState {
    return this.#entries.get(`${session} ${key}`) as EntryState // all exist
  }

  startStep(): void {
    this.#step += 1
    for (const entry of this.#entries.values()) entry.recent = new Set(entry.possible)
  }

  startRequest(session: Session, key: Key, takesSignal: boolean): Request {
    const entry = this.entry(session, key)
    const isUncertain = entry.unsettled > 0 || takesSignal
    const request = { session, key, isUncertain, isTagInvalidated: false }
    entry.flight = request
    entry.isCleared = false
    return request
  }

  endRequest(request: Request, value: Shown): void {
    const entry = this.entry(request.session, request.key)
    if (entry.flight !== request) return
    entry.flight = undefined
    const { mutation } = entry
    const isDropped = this.isPaused || request.isTagInvalidated || (mutation && !mutation.isUncertain)
    if (value !== undefined && !isDropped) entry.commit(value, request.isUncertain || mutation !== undefined)
    this.#note(entry)
  }

  startMutation(mutation: Mutation): void {
    const entry = this.entry(mutation.session, mutation.key)
    mutation.isUncertain = entry.unsettled > 0
    entry.mutation = mutation
    entry.flight = undefined
    if (mutation.optimistic) entry.optimistic = mutation.optimisticValue
    this.#note(entry)
  }

  endMutation(mutation: Mutation, succeeds: boolean): void {
    const entry = this.entry(mutation.session, mutation.key)
    if (entry.mutation === mutation) {
      const { optimistic } = entry
      const isKept = succeeds && mutation.populateCache && !mutation.isTagInvalidated
      const isRolledBack = succeeds ? mutation.populateCache : mutation.rollbackOnError
      // An invalidation may have ended the mutation before. Then a request that began after it still counts.
      if (mutation.isUncertain && entry.flight) entry.flight.isUncertain = true
      else entry.flight = undefined
      entry.mutation = entry.optimistic = undefined
      if (isKept) entry.commit(mutation.value, mutation.isUncertain)
      else if (!isRolledBack) entry.setTransient(optimistic)
    }
    if (!entry.mutation && mutation.revalidate) entry.flight = undefined
    this.#note(entry)
  }

  refetch(session: Session, key: Key): void {
    this.entry(session, key).flight = undefined
  }

  /** Forgets an entry, and ends what computes or changes it. */
  invalidate(session: Session, key: Key): void {
    const entry = this.entry(session, key)
    entry.flight = entry.mutation = undefined
    entry.forget()
  }

  /** Forgets what has the tag. The value of a request and of a mutation that run will have it. */
  invalidateTag(session: Session, key: Key): void {
    const entry = this.entry(session, key)
    for (const running of [entry.flight, entry.mutation]) if (running) running.isTagInvalidated = true
    entry.forget()
  }

  /** A change goes on until the store has answered. Returns a function to call then. */
  startUnsettled(session: Session, keys: readonly Key[]): (forgets: boolean) => void {
    const entries = keys.map((key) => this.entry(session, key))
    for (const entry of entries) entry.unsettled += 1
    return (forgets) => {
      for (const entry of entries) {
        entry.unsettled -= 1
        if (entry.flight) entry.flight.isUncertain = true
        if (forgets) entry.committed = new Set([undefined, ...entry.committed]) // what was set meanwhile may stay
        if (forgets && entry.mutation) entry.mutation.isUncertain = true
        this.#note(entry)
      }
    }
  }

  /** Notes what a hook shows, if only until React renders it again within the same task: it may keep that as previous data. */
  noteCommit({ hook, key, session, shown }: Commit): void {
    if (key === null || shown === undefined) return
    const keys = this.#shownKeys.get(hook) ?? new Set()
    this.#shownKeys.set(hook, keys.add(`${session} ${key}`))
  }

  /** Checks what React has just committed. */
  checkCommit(commit: Commit): void {
    this.#check(commit, ({ recent }) => recent)
  }

  /** Checks what is on the screen after a step. */
  checkScreen(commits: readonly Commit[]): void {
    for (const entry of this.#entries.values()) this.#endTransient(entry, commits)
    for (const commit of commits) {
      this.#check(commit, ({ possible }) => possible)
      this.#checkFlags(commit)
    }
    this.checkSame(commits)
    for (const { session, key, shown } of commits) if (key) this.#narrow(this.entry(session, key), shown)
  }

  /** Two hooks of one key show the same. */
  checkSame(commits: readonly Commit[]): void {
    const shownByEntry = new Map<string, Commit>()
    for (const commit of commits) {
      const { session, key } = commit
      if (key === null) continue
      const name = `${session} ${key}`
      const other = shownByEntry.get(name) ?? commit
      shownByEntry.set(name, commit)
      expect(ownShown(commit), `hooks ${other.hook} and ${commit.hook} show the same`).toBe(ownShown(other))
    }
  }

  #check(commit: Commit, allowedBy: (entry: EntryState) => ReadonlySet<Shown>): void {
    const { hook, key, session, shown, variant } = commit
    const own = key === null ? new Set<Shown>([undefined]) : allowedBy(this.entry(session, key))
    const allowed = new Set(own)
    if (own.has(undefined)) {
      if (variant === 'fallbackData') allowed.add('fallback').delete(undefined)
      if (variant.includes('keepPreviousData'))
        for (const each of this.#previous(hook, session, allowedBy)) allowed.add(each)
      if (key !== null && /suspense|use/.test(variant)) allowed.delete(undefined)
    }
    expect([...allowed], `hook ${hook} (${variant}) of ${session} ${key}`).toContain(shown)
  }

  #previous(hook: number, session: Session, allowedBy: (entry: EntryState) => ReadonlySet<Shown>): Shown[] {
    const keys = [...(this.#shownKeys.get(hook) ?? [])].filter((name) => name.startsWith(`${session} `))
    return keys.flatMap((name) => [...allowedBy(this.#entries.get(name) as EntryState)])
  }

  #checkFlags(commit: Commit): void {
    const { error, hook, isLoading, isValidating, key, session, shown } = commit
    const isIdle = key === null || this.isPaused || this.msSincePause < 200 || this.entry(session, key).isCleared
    const isSomethingThere = shown !== undefined || error !== undefined || isValidating || isIdle
    expect(isSomethingThere, `hook ${hook} of ${session} ${key} shows something, or waits for it`).toBe(true)
    expect(isLoading, `hook ${hook} of ${session} ${key} says that it loads`).toBe(isValidating && shown === undefined)
  }

  /** What is only shown goes with the last hook that shows it. */
  #endTransient(entry: EntryState, commits: readonly Commit[]): void {
    const { transient } = entry
    if (transient === undefined || entry.optimistic !== undefined) return
    if (commits.some(({ shown }) => shown === transient)) return
    entry.committed = new Set([...entry.committed, transient])
    entry.transient = undefined
  }

  /** What a hook shows of its own entry says what the entry is. */
  #narrow(entry: EntryState, shown: Shown): void {
    if (entry.unsettled > 0 || entry.optimistic !== undefined || entry.transient !== undefined) return
    if (shown === entry.uncertainTransient) return
    if (shown !== undefined && entry.committed.has(shown)) entry.committed = new Set([shown])
  }

  #note(entry: EntryState): void {
    for (const each of entry.possible) entry.recent.add(each)
  }
}

/** What a component shows of its own entry. */
function ownShown({ key, session, shown }: Commit): Shown {
  return shown?.startsWith(`${session} ${key} `) ? shown : undefined
}
