import { expect } from 'vitest'
import { restoreEntry } from '../../../../src/engine/read/restore.ts'
import { requireHandle } from '../../../../src/engine/request/cache-handle.ts'
import { resolveKey } from '../../../../src/engine/request/resolve-key.ts'
import { listen } from '../../../../src/engine/slot/listen.ts'
import type { Cachetta } from '../../../../src/index.ts'
import { peek, preload, subscribe } from '../../../../src/index.ts'
import type { OutboxEntry, OutboxMethods } from '../../../../src/outbox.ts'
import { createOutbox } from '../../../../src/outbox.ts'
import type { TestClock } from '../../../../src/testing.ts'
import { createTestCache } from '../../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../../support/deferred.ts'
import type { SharedMedium, TabStore } from './shared-medium.ts'
import { createSharedMedium } from './shared-medium.ts'
import type { AppSpec, List, Step } from './steps.ts'

interface Note {
  readonly id: string
  readonly text: string
  readonly list: List
  readonly isPending?: boolean
}

type NewNote = Pick<Note, 'text' | 'list'>

/** A request on its way. `handled` is what the server has made of it. */
interface Request {
  /** The text of the note that it brings. */
  readonly text?: string | undefined
  readonly tab: ModelTab
  handle(): unknown
  handled?: { readonly result: unknown }
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** What the model knows of a note. */
interface ModelItem extends NewNote {
  /** The notes of the same list that its tab knew when it was added, none of which was refused. */
  readonly after: readonly string[]
  /** True if its tab has said that it is stored. */
  isStored: boolean
  /** Why it may be missing: it was refused, discarded, or invalidated. */
  excuse?: string
}

interface ModelTab {
  readonly number: number
  readonly cache: Cachetta
  readonly clock: TestClock
  readonly store: TabStore
  readonly outbox: OutboxMethods & { addNote(note: NewNote): Promise<unknown> }
  readonly shown: Set<string>
  isOnline: boolean
  /** True after a fetch that failed, until it is repeated. */
  isFetchDue: boolean
  isGone: boolean
  reconnect(): void
}

const refusal = Object.assign(new Error('refused'), { status: 422 })
const LAST_TURNS = 65 // seconds: the longest pause ends
const SETTLING_TURNS = 7 // a tab reads again after 5 seconds what the store did not answer
const MAX_REQUESTS = 200

/** A server that recognises ids, and some tabs over one medium. */
export class ModelApp {
  readonly #spec: AppSpec
  readonly #medium: SharedMedium = createSharedMedium()
  readonly #items = new Map<string, ModelItem>()
  readonly #server: Note[] = []
  #requests: Request[] = []
  #tabs: ModelTab[] = []
  #now = Date.UTC(2030, 0, 1)
  #faults: string[] = []
  /**
   * True once the clock was set back: entries with later dates count as expired, so each tab deletes them. And once a tab could not
   * hear of an answer: it stores older data with a later date.
   */
  #mayFlicker = false
  /** True once a tab may have lost the lock: an invalidation ends it, and a store that does not answer gives none. */
  #isLockLost = false
  /** How many invalidations run: they take what is added meanwhile. */
  #invalidations = 0

  constructor(spec: AppSpec) {
    this.#spec = spec
  }

  async open(): Promise<void> {
    for (let number = 0; number < this.#spec.tabs; number += 1) this.#tabs.push(this.#openTab(number))
    await flushPromises()
  }

  async run(step: Step): Promise<void> {
    await this.#take(step)
    await flushPromises()
    this.check()
  }

  /** Everything works again, until nothing waits any more. Then all tabs show what the server has. */
  async quieten(): Promise<void> {
    this.#medium.isFull = false
    for (const tab of this.#tabs) {
      tab.store.release()
      tab.reconnect()
    }
    for (let turn = 0; turn < LAST_TURNS; turn += 1) {
      await flushPromises()
      for (let count = 0; this.#requests.length > 0; count += 1) {
        expect(count, 'requests without end').toBeLessThan(MAX_REQUESTS)
        this.#answer(0)
        await flushPromises()
      }
      this.check()
      if (turn > SETTLING_TURNS && this.#tabs.every(({ outbox }) => !outbox.entries().some(isWaiting))) break
      await this.#advance(1_000)
    }
    for (const tab of this.#tabs) {
      expect(tab.outbox.entries().filter(isWaiting), `tab ${tab.number} still sends`).toEqual([])
    }
    this.#checkServer()
    if (this.#spec.isShown && ![...this.#items.values()].some(({ excuse }) => excuse)) this.#checkScreens('at the end')
    if (!this.#spec.isShown) for (const tab of this.#tabs) this.#show(tab)
    await this.#fetchEverywhere()
    await this.#fetchEverywhere() // the first fetch may meet an expired entry that is being deleted
    this.#checkScreens('after a last fetch')
  }

  async #fetchEverywhere(): Promise<void> {
    await flushPromises()
    for (const tab of this.#tabs) void this.#fetch(tab)
    await flushPromises()
    for (let turn = 0; this.#requests.length > 0 && turn < MAX_REQUESTS; turn += 1) {
      this.#answer(0)
      await flushPromises()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#tabs.map(({ outbox }) => outbox.close()))
  }

  /** What holds at every moment. */
  check(): void {
    expect(this.#faults).toEqual([])
    for (const tab of this.#tabs) this.#checkTab(tab)
  }

  async #take(step: Step): Promise<void> {
    const [name, first] = step
    const tab = this.#tabs[Number(first) % this.#tabs.length] as ModelTab
    if (name === 'add') this.#add(tab, step[2])
    else if (name === 'fetch') void this.#fetch(tab)
    else if (name === 'go offline') tab.isOnline = false
    else if (name === 'go online') tab.reconnect()
    else if (name === 'hold the store') this.#hold(tab)
    else if (name === 'release the store') tab.store.release()
    else if (name === 'reload') this.#reload(tab, step[2])
    else if (name === 'retry' || name === 'discard') this.#changeItem(name, tab, step[2])
    else if (name === 'invalidateAll') this.#invalidateAll(tab)
    else if (name === 'advance') await this.#advance(step[1])
    else if (name === 'set the clock') this.#setClock(step[1])
    else if (name === 'the store is full') this.#medium.isFull = step[1]
    else this.#endRequest(name, step[1])
  }

  #openTab(number: number): ModelTab {
    const store = this.#medium.openTab()
    const { cache, clock } = createTestCache({ path: 'app', store: store.store, duration: '1h', now: this.#now })
    const shown = new Set<string>()
    let onReconnect = (): void => {}
    const send = (arg: NewNote, { id }: { id: string }) => this.#request(tab, () => this.#put({ ...arg, id }), arg.text)
    const outbox = createOutbox(
      cache,
      {
        addNote: {
          send,
          scope: ({ list }: NewNote) => list,
          onRefused: this.#spec.onRefused,
          show: (arg: NewNote, { id }: { id: string }) => [
            [
              ['notes'],
              (notes: readonly Note[] = []) =>
                notes.some((note) => note.id === id) ? notes : [...notes, { ...arg, id, isPending: true }],
            ],
          ],
        },
      },
      {
        isOnline: () => tab.isOnline,
        initReconnect: (callback) => {
          onReconnect = callback
        },
      },
    )
    const tab: ModelTab = {
      number,
      cache,
      clock,
      store,
      outbox: outbox as ModelTab['outbox'],
      shown,
      isOnline: true,
      isFetchDue: false,
      isGone: false,
      reconnect() {
        tab.isOnline = true
        onReconnect()
      },
    }
    if (this.#spec.isShown) this.#show(tab)
    return tab
  }

  /** Shows the notes as a hook does: it fetches when they are outdated. */
  #show(tab: ModelTab): void {
    const request = resolveKey(['notes'], requireHandle(tab.cache), {})
    if (!request) return
    subscribe<Note[]>(tab.cache, ['notes'], () => this.#look(tab))
    listen(request.handle.engine, request, (change) => (change === 'refetch' ? this.#fetch(tab) : undefined))
    tab.outbox.subscribe(() => this.#look(tab))
    void restoreEntry(request.handle.engine, request).then(() => tab.isGone || this.#fetch(tab))
  }

  /** Nothing flickers: what a tab has shown, it shows, until the item is refused or removed. */
  #look(tab: ModelTab): void {
    if (tab.isGone) return
    const notes = peek<Note[]>(tab.cache, ['notes']) ?? []
    const texts = notes.map(({ text }) => text)
    if (new Set(texts).size < texts.length) this.#faults.push(`tab ${tab.number} shows a note twice: ${texts}`)
    for (const text of this.#mayFlicker ? [] : tab.shown) {
      if (texts.includes(text) || this.#items.get(text)?.excuse) continue
      this.#faults.push(`tab ${tab.number} shows ${texts}, and no longer ${text}`)
    }
    for (const text of texts) tab.shown.add(text)
  }

  #add(tab: ModelTab, list: List): void {
    const text = `n${this.#items.size + 1}`
    const before = tab.outbox.entries().map(({ arg }) => arg as NewNote)
    const after = before.filter((note) => note.list === list).map((note) => note.text)
    const item: ModelItem = { text, list, after, isStored: false }
    this.#items.set(text, item)
    if (this.#invalidations > 0) this.#excuse(text, 'invalidated')
    tab.outbox.addNote({ text, list }).catch((error: Error) => {
      if (error.message.includes('did not keep the item')) this.#excuse(text, 'not stored')
    })
  }

  #fetch(tab: ModelTab): Promise<unknown> {
    const fetching = preload(tab.cache, ['notes'], () => this.#request(tab, () => [...this.#server]))
    return fetching.catch(() => {
      tab.isFetchDue = true
    })
  }

  #request(tab: ModelTab, handle: () => unknown, text?: string): Promise<unknown> {
    const deferred = createDeferred()
    if (!tab.isOnline) return Promise.reject(new TypeError('fetch failed'))
    const senders = this.#requests.filter((request) => request.text && request.tab !== tab && !request.tab.isGone)
    if (text && senders.length > 0 && !this.#isLockLost) this.#faults.push(`tab ${tab.number} sends beside another one`)
    this.#requests.push({ ...deferred, tab, text, handle })
    return deferred.promise
  }

  #put(note: Note): Note {
    if (!this.#server.some(({ id }) => id === note.id)) this.#server.push(note)
    return note
  }

  #endRequest(name: 'handle' | 'answer' | 'fail' | 'refuse', index: number): void {
    const at = index % Math.max(this.#requests.length, 1)
    const request = this.#requests[at]
    if (!request) return
    if (name === 'handle') request.handled ??= { result: request.handle() }
    else if (name === 'answer') this.#answer(at)
    else {
      this.#requests.splice(at, 1)
      const isRefused = name === 'refuse' && !request.handled
      if (isRefused && request.text) this.#excuse(request.text, 'refused')
      request.reject(isRefused ? refusal : new TypeError('fetch failed'))
    }
  }

  #answer(at: number): void {
    const [request] = this.#requests.splice(at, 1)
    if (!request) return
    this.#tick(1) // a request takes some time
    request.handled ??= { result: request.handle() }
    request.resolve(request.handled.result)
  }

  /** The requests of the old page go on: the server may still handle them. */
  #reload(tab: ModelTab, isKilled: boolean): void {
    tab.isGone = true
    if (!isKilled) void tab.outbox.close()
    if (isKilled) tab.store.kill()
    else void flushPromises().then(() => tab.store.kill())
    this.#tabs[tab.number] = this.#openTab(tab.number)
  }

  #changeItem(name: 'retry' | 'discard', tab: ModelTab, index: number): void {
    const entries = tab.outbox.entries().filter(({ status }) => name === 'discard' || status === 'refused')
    const entry = entries[index % Math.max(entries.length, 1)]
    if (!entry) return
    if (name === 'discard') this.#excuse((entry.arg as NewNote).text, 'discarded')
    tab.outbox[name](entry.id).catch(() => {})
  }

  #invalidateAll(tab: ModelTab): void {
    for (const text of this.#items.keys()) this.#excuse(text, 'invalidated')
    this.#invalidations += 1
    this.#isLockLost = true
    const end = () => {
      this.#invalidations -= 1
    }
    tab.cache.invalidateAll().then(end, end)
  }

  #excuse(text: string, excuse: string): void {
    const item = this.#items.get(text)
    if (item) item.excuse ??= excuse
  }

  /** In steps: the store answers at once, and not after minutes. */
  async #advance(ms: number): Promise<void> {
    for (let rest = ms; rest > 0; rest -= 500) {
      this.#tick(Math.min(rest, 500))
      await flushPromises()
    }
  }

  #tick(ms: number): void {
    this.#now += ms
    for (const tab of this.#tabs) this.#advanceTab(tab, ms)
  }

  /** A hook repeats a fetch that has failed. */
  #advanceTab(tab: ModelTab, ms: number): void {
    tab.clock.advance(ms)
    if (!tab.isFetchDue || !tab.isOnline || !this.#spec.isShown) return
    tab.isFetchDue = false
    void this.#fetch(tab)
  }

  #hold(tab: ModelTab): void {
    this.#mayFlicker = this.#isLockLost = true
    tab.store.hold()
  }

  #setClock(difference: number): void {
    this.#mayFlicker ||= difference < 0
    this.#now += difference
    for (const { clock } of this.#tabs) clock.set(this.#now)
  }

  #checkTab(tab: ModelTab): void {
    const texts = (peek<Note[]>(tab.cache, ['notes']) ?? []).map(({ text }) => text)
    for (const entry of tab.outbox.entries()) {
      const { text } = entry.arg as NewNote
      const item = this.#items.get(text)
      if (item) item.isStored = true
      const mustShow = entry.status === 'pending' || entry.status === 'sending' || entry.status === 'held'
      if (mustShow) expect(texts, `tab ${tab.number} does not show its item`).toContain(text)
      if (isRefused(entry) && !this.#server.some((note) => note.text === text)) {
        expect(texts, `tab ${tab.number} shows a refused item`).not.toContain(text)
      }
    }
  }

  /** The server has each item once, and in order within each list. */
  #checkServer(): void {
    const texts = this.#server.map(({ text }) => text)
    expect(new Set(texts).size, `twice: ${texts}`).toBe(texts.length)
    const entries = this.#tabs.flatMap(({ outbox }) => outbox.entries())
    const held = new Set(entries.filter(({ status }) => status === 'held').map(({ arg }) => (arg as NewNote).text))
    for (const { after, excuse, isStored, text } of this.#items.values()) {
      if (excuse || !isStored || held.has(text)) continue
      expect(texts, `${text} is lost`).toContain(text)
      const excused = (other: string) => this.#items.get(other)?.excuse
      const late = after.filter((other) => !excused(other) && texts.indexOf(other) > texts.indexOf(text))
      expect(late, `${text} came before`).toEqual([])
    }
  }

  #checkScreens(when: string): void {
    const texts = this.#server.map(({ text }) => text)
    for (const tab of this.#tabs) {
      const held = tab.outbox.entries().filter(({ status }) => status === 'held')
      const waiting = held.map(({ arg }) => (arg as NewNote).text)
      const missing = waiting.filter((text) => !texts.includes(text)) // a request of a page that was left may arrive late
      const notes = peek<Note[]>(tab.cache, ['notes']) ?? []
      const shown = notes.map(({ isPending, text }) => (isPending ? `${text}+` : text))
      expect(shown, `tab ${tab.number} ${when}`).toEqual([...texts, ...missing.map((text) => `${text}+`)])
    }
  }
}

function isWaiting({ status }: OutboxEntry): boolean {
  return status === 'pending' || status === 'sending'
}

function isRefused({ status }: OutboxEntry): boolean {
  return status === 'refused'
}
