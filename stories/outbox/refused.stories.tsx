import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Cachetta } from 'cachetta'
import type { Outbox, OutboxOptions } from 'cachetta/outbox'
import { createOutbox } from 'cachetta/outbox'
import { useCachetta, useOutbox } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect, waitFor, within } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { formatError } from '../stage/format.ts'
import type { Book, Library } from '../stage/library.ts'
import { BOOKS } from '../stage/library.ts'
import { usePageOutbox } from '../stage/page-outbox.ts'
import type { Canvas } from '../stage/play.ts'
import { answerRequest, clickButton, expectResult, failRequest } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './refused.stories.tsx?raw'

const createLoans = (cache: Cachetta, { lendOnce }: Library, options: OutboxOptions) =>
  createOutbox(
    cache,
    {
      borrow: {
        send: (url: string, { id, signal }) => lendOnce(url, { id, signal }),
        show: (url) => [[url, (book?: Book) => book && { ...book, copies: book.copies - 1 }]],
        retry: () => false, // in this story each failure is a refusal
      },
    },
    options,
  )

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const outbox = usePageOutbox(createLoans)
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return (
    <>
      <BookCard result={result}>
        <button type="button" onClick={() => void outbox.borrow('/books/1')}>
          Borrow
        </button>
      </BookCard>
      <NotSent outbox={outbox} />
    </>
  )
}

function NotSent({ outbox }: { readonly outbox: Outbox }): ReactNode {
  const { discard, entries, retry } = useOutbox(outbox)
  return (
    <section className="panel" aria-label="Outbox">
      <h2>Outbox</h2>
      <ul className="requests">
        {entries.map(({ error, id, name, status }) => (
          <li key={id}>
            {name}: {status}
            {status === 'refused' && (
              <>
                , {formatError(error)}
                <span className="buttons">
                  <button type="button" onClick={() => void retry(id)}>
                    Send again
                  </button>
                  <button type="button" onClick={() => void discard(id)}>
                    Discard
                  </button>
                </span>
              </>
            )}
          </li>
        ))}
        {entries.length === 0 && <li className="none">Nothing waits.</li>}
      </ul>
    </section>
  )
}

const meta: Meta = { title: 'Outbox/Refused' }
export default meta

async function expectOutbox(canvas: Canvas, text: string): Promise<void> {
  const outbox = canvas.getByRole('region', { name: 'Outbox' })
  await waitFor(() => expect(within(outbox).getByRole('listitem')).toHaveTextContent(text))
}

export const Story: StoryObj = {
  name: 'Refused',
  ...createStory({
    lesson:
      'A change that the server refuses goes from the screen, and stays in the outbox until you send it again or discard it.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await expectOutbox(canvas, 'borrow: sending')
      await failRequest(canvas, 'POST /books/1/loans')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies' })
      await expectOutbox(canvas, 'borrow: refused, server failed')
      await clickButton(canvas, 'Send again')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await answerRequest(canvas, 'POST /books/1/loans')
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', source: 'network' })
      await expectOutbox(canvas, 'Nothing waits.')
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 1 copy' })
      await failRequest(canvas, 'POST /books/1/loans')
      await expectOutbox(canvas, 'borrow: refused, server failed')
      await clickButton(canvas, 'Discard')
      await expectOutbox(canvas, 'Nothing waits.')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', isValidating: 'no' })
    },
  }),
}
