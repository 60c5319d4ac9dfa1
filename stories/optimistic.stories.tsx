import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { formatError } from './stage/history-table.tsx'
import type { Book } from './stage/library.ts'
import { BOOKS } from './stage/library.ts'
import { answerRequest, clickButton, failRequest, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'Mutations/Optimistic update' }
export default meta

function Example(): ReactNode {
  const { borrowBook, getBook } = useSandbox().library
  const [message, setMessage] = useState('')
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  const handleBorrow = async (book: Book) => {
    const optimisticData = { ...book, copies: book.copies - 1 }
    setMessage('')
    try {
      await mutate(() => borrowBook('/books/1'), { optimisticData, revalidate: false })
      setMessage('Borrowed.')
    } catch (error) {
      setMessage(`Not borrowed: ${formatError(error)}.`)
    }
  }
  return (
    <>
      <BookCard book={data}>
        <button type="button" disabled={data === undefined} onClick={() => data && handleBorrow(data)}>
          Borrow
        </button>
        <output>{message}</output>
      </BookCard>
      <ResultHistory fields={readFields(result)} data={data && formatCopies(data)} />
    </>
  )
}

export const OptimisticUpdate: StoryObj = {
  name: 'Optimistic update',
  ...createStory(
    {
      path: 'stories/optimistic',
      storedEntries: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "mutate(() => borrowBook('/books/1'), { optimisticData, revalidate: false })",
      description:
        'Click Borrow: the number of copies changes at once. If the request fails, the hook rolls the change back. If it succeeds, the hook keeps the server’s data.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForResult(canvas, { data: '3 copies', source: 'store', age: '5 min' })
    await clickButton(canvas, 'Borrow')
    await waitForResult(canvas, { data: '2 copies' })
    await failRequest(canvas, 'POST /books/1/loans')
    await waitForResult(canvas, { data: '3 copies', source: 'store', age: '5 min' })
    await expect(await canvas.findByText('Not borrowed: server failed.')).toBeVisible()
    await clickButton(canvas, 'Borrow')
    await waitForResult(canvas, { data: '2 copies' })
    await answerRequest(canvas, 'POST /books/1/loans')
    await expect(await canvas.findByText('Borrowed.')).toBeVisible()
    await waitForResult(canvas, { data: '2 copies', age: 'just now', isValidating: 'no' })
    await waitForRequests(canvas, 'POST /books/1/loans failed', 'POST /books/1/loans answered')
  },
}
