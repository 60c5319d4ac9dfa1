import type { Cachetta, Change, Store } from '../../../src/index.ts'
import { memoryStore, preload, subscribe } from '../../../src/index.ts'
import type { Mutation, Outbox, OutboxOptions, SendContext } from '../../../src/outbox.ts'
import { createOutbox } from '../../../src/outbox.ts'
import type { TestClock } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import type { Deferred } from '../../support/deferred.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'

export interface Note {
  readonly id: string
  readonly text: string
  readonly isPending?: boolean
}

export interface NewNote {
  readonly text: string
  readonly list?: string
}

/** A call of `send` that the test answers. */
export interface Call extends Deferred<unknown> {
  readonly arg: NewNote
  readonly context: SendContext
}

/** A store that shares its entries with others, and tells them of invalidations, as each real one. */
export function createSharedStore(): Store {
  const store = memoryStore()
  const listeners = new Set<(change: Change) => void>()
  return {
    ...store,
    name: 'shared',
    async endComputations(base) {
      for (const listener of listeners) listener({ type: 'invalidate', base })
    },
    subscribe(listener) {
      const stop = store.subscribe?.(listener)
      listeners.add(listener)
      return () => {
        stop?.()
        listeners.delete(listener)
      }
    },
  }
}

type NotesOutbox = Outbox<{ addNote: NewNote }, { addNote: unknown }>

export interface Tab {
  readonly cache: Cachetta
  readonly clock: TestClock
  readonly outbox: NotesOutbox
  readonly calls: Call[]
  /** What is shown, after each change. */
  readonly shown: string[]
  isOnline: boolean
  reconnect(): void
  /** Answers the oldest call: the server has the note. */
  accept(): Promise<void>
  reject(error: unknown): Promise<void>
  /** Fetches the notes as a hook that shows them. */
  fetch(notes: readonly Note[] | Promise<readonly Note[]>): Promise<unknown>
  show(): string
}

function createNotesOutbox(
  cache: Cachetta,
  calls: Call[],
  mutation: Partial<Mutation<NewNote>>,
  options: OutboxOptions,
): NotesOutbox {
  return createOutbox(
    cache,
    {
      addNote: {
        send: async (arg: NewNote, context: SendContext): Promise<unknown> => {
          const call = { ...createDeferred(), arg, context }
          calls.push(call)
          return call.promise
        },
        show: ({ text }: NewNote, { id }: { readonly id: string }) => [
          [['notes'], (notes: readonly Note[] = []) => [...notes, { id, text, isPending: true }]],
        ],
        ...mutation,
      },
    },
    options,
  )
}

/** Opens a tab: an engine of its own over a store. It shows the notes. */
export async function openTab({
  store = createSharedStore(),
  mutation = {},
  now,
  ...options
}: OutboxOptions & { store?: Store; mutation?: Partial<Mutation<NewNote>>; now?: number } = {}): Promise<Tab> {
  const { cache, clock } = createTestCache({ path: 'app', store, duration: '1h', ...(now && { now }) })
  const calls: Call[] = []
  const listeners: (() => void)[] = []
  const tab: Tab = {
    cache,
    clock,
    calls,
    isOnline: true,
    shown: [],
    outbox: createNotesOutbox(cache, calls, mutation, {
      isOnline: () => tab.isOnline,
      initReconnect: (callback) => void listeners.push(callback),
      ...options,
    }),
    reconnect() {
      tab.isOnline = true
      for (const listener of listeners) listener()
    },
    async accept() {
      const call = calls.shift()
      call?.resolve({ id: call.context.id, text: call.arg.text })
      await flushPromises()
    },
    async reject(error) {
      calls.shift()?.reject(error)
      await flushPromises()
    },
    async fetch(notes) {
      clock.advance(1)
      await preload(cache, ['notes'], async () => notes)
    },
    show: () => tab.shown.at(-1) ?? '',
  }
  subscribe<Note[]>(cache, ['notes'], (notes) => void tab.shown.push(toText(notes)))
  await tab.outbox.ready
  await flushPromises()
  return tab
}

/** `a b+`: the server has `a`, and `b` is pending. */
export function toText(notes: readonly Note[] | undefined): string {
  return (notes ?? []).map(({ text, isPending }) => (isPending ? `${text}+` : text)).join(' ')
}
