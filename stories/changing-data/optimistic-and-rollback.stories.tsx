import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect, waitFor } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { formatError } from '../stage/format.ts'
import type { Book } from '../stage/library.ts'
import { BOOKS } from '../stage/library.ts'
import { answerRequest, clickButton, expectResult, failRequest } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './optimistic-and-rollback.stories.tsx?raw'

function Example(): ReactNode {
  const { borrowBook, getBook } = useLibrary()
  const [message, setMessage] = useState('')
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  const borrow = async (book: Book) => {
    const optimisticData = { ...book, copies: book.copies - 1 }
    setMessage('Sending …')
    try {
      await mutate(() => borrowBook('/books/1'), { optimisticData, revalidate: false })
      setMessage('Borrowed.')
    } catch (error) {
      setMessage(`Not borrowed: ${formatError(error)}.`)
    }
  }
  return (
    <BookCard result={result}>
      <button type="button" disabled={!data} onClick={() => data && void borrow(data)}>
        Borrow
      </button>
      <output>{message}</output>
    </BookCard>
  )
}

const meta: Meta = { title: 'Changing data/Optimistic and rollback' }
export default meta

export const Story: StoryObj = {
  name: 'Optimistic and rollback',
  ...createStory({
    lesson: 'The number of copies changes before the network answers, and goes back if the request fails.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await failRequest(canvas, 'POST /books/1/loans')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk', age: '5 min old' })
      await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('Not borrowed: server failed.'))
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await answerRequest(canvas, 'POST /books/1/loans')
      await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('Borrowed.'))
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', age: 'just now', isValidating: 'no' })
    },
  }),
}
