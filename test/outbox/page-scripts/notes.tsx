// A page that shows the notes of a server, and adds some through an outbox. A test in Node takes the server down, reloads the page and
// closes tabs.
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Cachetta } from '../../../src/index.ts'
import { createOutbox } from '../../../src/outbox.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { fetchJson } from '../../support/fetch-json.ts'

export interface Note {
  readonly id: string
  readonly text: string
  readonly isPending?: boolean
}

const cache = new Cachetta({ path: 'notes' })
const outbox = createOutbox(cache, {
  addNote: {
    send: async ({ text }: { text: string }, { id, signal }): Promise<Note> =>
      fetchJson<Note>(`/add?${new URLSearchParams({ id, text })}`, signal),
    show: ({ text }: { text: string }, { id }: { id: string }) => [
      [
        ['notes'],
        (notes: Note[] = []) =>
          notes.some((note) => note.id === id) ? notes : [...notes, { id, text, isPending: true }],
      ],
    ],
  },
})

/** Resolves as soon as the note is stored: from then on it must not be lost. */
function addNote(text: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = outbox.subscribe(() => {
      if (!outbox.entries().some(({ arg }) => (arg as { text: string }).text === text)) return
      stop()
      resolve()
    })
    void outbox.addNote({ text }).catch(() => {})
  })
}

function Notes(): ReactNode {
  const { data = [] } = useCachetta(['notes'], () => fetchJson<readonly Note[]>('/notes'), { duration: 0 })
  return <output>{data.map(({ isPending, text }) => (isPending ? `${text}+` : text)).join(' ')}</output>
}

Object.assign(globalThis, { addNote, outbox })
createRoot(document.getElementById('root') as HTMLElement).render(
  <CachettaProvider cache={cache}>
    <Notes />
  </CachettaProvider>,
)
