import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { OutboxEntry } from '../../src/outbox.ts'
import { createOutbox } from '../../src/outbox.ts'
import type { OutboxResult } from '../../src/react.ts'
import { useCachetta, useCachettaInfinite, useCachettaMutation, useOutbox } from '../../src/react.ts'
import type { Deferred } from '../support/deferred.ts'
import { createDeferred } from '../support/deferred.ts'
import { render } from '../support/render.tsx'
import { settle } from './support/settle.ts'
import { createTestApp } from './support/test-app.tsx'

interface Note {
  readonly id: string
  readonly text: string
  readonly isPending?: boolean
}

/** A page that shows notes of a server, as an entry and as a list of pages, and adds one by an outbox. */
async function openPage() {
  const { cache, clock, Provider } = createTestApp({ store: { ...memoryStore(), name: 'test' }, path: 'app' })
  const calls: Deferred<string>[] = []
  const server: Note[] = [{ id: '1', text: 'a' }]
  const add = (notes: readonly Note[] = [], note: Note) => [...notes, { ...note, isPending: true }]
  const outbox = createOutbox(cache, {
    addNote: {
      send: async (_note: Note) => {
        const call = createDeferred<string>()
        calls.push(call)
        return call.promise
      },
      show: (note) => [
        [['notes'], (notes?: readonly Note[]) => add(notes, note)],
        [['list', 0], (notes?: readonly Note[]) => add(notes, note)],
      ],
    },
  })
  const seen: string[] = []
  const list: string[] = []
  const mutation: { current?: ReturnType<typeof useAddNote> } = {}
  const unsent: { current?: OutboxResult<OutboxEntry> } = {}
  const useAddNote = () => useCachettaMutation(outbox.addNote)
  const toText = (notes: readonly Note[] = []) =>
    notes.map(({ text, isPending }) => (isPending ? `${text}+` : text)).join(' ')
  function Notes(): ReactNode {
    const { data } = useCachetta(['notes'], async () => [...server])
    const { data: pages } = useCachettaInfinite(
      (index) => (index < 1 ? ['list', index] : null),
      async () => [...server],
    )
    mutation.current = useAddNote()
    void [mutation.current.data, mutation.current.error, mutation.current.isMutating]
    unsent.current = useOutbox(outbox)
    if (data) seen.push(toText(data))
    if (pages) list.push(toText(pages.flat()))
    return null
  }
  render(
    <Provider>
      <Notes />
    </Provider>,
  )
  await settle()
  return { calls, clock, list, mutation, outbox, seen, server, unsent }
}

describe('an outbox in a component', () => {
  it('shows its item, its state, and the answer, in entries and in lists, and nothing flickers', async () => {
    const { calls, clock, list, mutation, outbox, seen, server, unsent } = await openPage()
    expect([seen.at(-1), list.at(-1)]).toEqual(['a', 'a'])
    const note = { id: '2', text: 'b' }
    await settle(() => void mutation.current?.trigger(note))
    expect([seen.at(-1), list.at(-1)]).toEqual(['a b+', 'a b+'])
    expect(mutation.current).toMatchObject({ isMutating: true })
    expect(unsent.current).toMatchObject({ isSending: true, entries: [{ name: 'addNote', status: 'sending' }] })

    seen.length = list.length = 0
    server.push(note)
    clock.advance(5)
    await settle(() => calls[0]?.resolve('stored'))
    await settle(() => outbox.flush())
    expect([seen.at(-1), list.at(-1)]).toEqual(['a b', 'a b'])
    expect([...seen, ...list].filter((text) => text !== 'a b+' && text !== 'a b')).toEqual([])
    expect(mutation.current).toMatchObject({ isMutating: false, data: 'stored' })
    expect(unsent.current).toMatchObject({ isSending: false, entries: [] })
  })

  it('shows a refusal, and takes the item back', async () => {
    const { calls, mutation, seen, unsent } = await openPage()
    await settle(() => void mutation.current?.trigger({ id: '2', text: 'b' }, { throwOnError: false }))
    const error = Object.assign(new Error('too long'), { status: 422 })
    await settle(() => calls[0]?.reject(error))
    expect(seen.at(-1)).toBe('a')
    expect(mutation.current).toMatchObject({ isMutating: false, error })
    expect(unsent.current?.entries).toMatchObject([{ status: 'refused', error }])
    await settle(() => unsent.current?.discard(unsent.current.entries[0]?.id ?? ''))
    expect(unsent.current?.entries).toEqual([])
  })

  it('says what is missing if a key comes without a function that sends', async () => {
    let trigger = (): Promise<unknown> => Promise.resolve()
    function Wrong(): ReactNode {
      trigger = useCachettaMutation('user' as never).trigger as typeof trigger
      return null
    }
    const { Provider } = createTestApp()
    render(
      <Provider>
        <Wrong />
      </Provider>,
    )
    const thrown: unknown[] = []
    await settle(() => void trigger().catch((error: unknown) => thrown.push(error)))
    expect(String(thrown[0])).toContain('send: none was given')
  })
})
