import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Cachetta } from 'cachetta'
import type { OutboxOptions } from 'cachetta/outbox'
import { createOutbox } from 'cachetta/outbox'
import { useCachetta, useOutbox } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { formatBoolean, NONE } from '../stage/format.ts'
import type { Book, Library } from '../stage/library.ts'
import { BOOKS } from '../stage/library.ts'
import { usePageOutbox } from '../stage/page-outbox.ts'
import { answerRequest, clickButton, expectLine, expectNetwork, expectResult, toggle } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { FieldList } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './survives-a-reload.stories.tsx?raw'

const createLoans = (cache: Cachetta, { lendOnce }: Library, options: OutboxOptions) =>
  createOutbox(
    cache,
    {
      borrow: {
        send: (url: string, { id, signal }) => lendOnce(url, { id, signal }), // the server recognises the id
        show: (url) => [[url, (book?: Book) => book && { ...book, copies: book.copies - 1 }]],
      },
    },
    options,
  )

function Page(): ReactNode {
  const { getBook } = useLibrary()
  const outbox = usePageOutbox(createLoans)
  const { entries, isSending } = useOutbox(outbox)
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return (
    <>
      <BookCard result={result}>
        <button type="button" onClick={() => void outbox.borrow('/books/1')}>
          Borrow
        </button>
      </BookCard>
      <FieldList
        label="Outbox"
        fields={{
          'not sent': entries.length === 0 ? NONE : String(entries.length),
          status: entries[0]?.status ?? NONE,
          isSending: formatBoolean(isSending),
        }}
      />
    </>
  )
}

function Example(): ReactNode {
  return (
    <ReloadablePage>
      <Page />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'Outbox/Survives a reload' }
export default meta

export const Story: StoryObj = {
  name: 'Survives a reload',
  ...createStory({
    lesson:
      'Offline, a change shows at once and waits on the disk; it survives a reload, and is sent once when the network is back.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    offline: true,
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', source: 'disk' })
      await expectResult(canvas, { 'not sent': '1', status: 'pending' }, 'Outbox')
      await expectLine(canvas, 'disk', 'wrote an item of the outbox')
      await expectNetwork(canvas)
      await clickButton(canvas, 'Reload the page')
      await expectLine(canvas, 'screen', 'the page reloads')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', source: 'disk' })
      await expectResult(canvas, { 'not sent': '1', status: 'pending' }, 'Outbox')
      await toggle(canvas, 'Offline')
      await expectResult(canvas, { status: 'sending', isSending: 'yes' }, 'Outbox')
      await answerRequest(canvas, 'POST /books/1/loans')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', source: 'network', age: 'just now' })
      await expectResult(canvas, { 'not sent': '–', isSending: 'no' }, 'Outbox')
      await expectNetwork(
        canvas,
        'POST /books/1/loans sent',
        'POST /books/1/loans answered',
        'GET /books/1 sent',
        'GET /books/1 answered',
      )
    },
  }),
}
