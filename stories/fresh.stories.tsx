import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { BOOKS } from './stage/library.ts'
import { waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Fresh' }
export default meta

function Example(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return (
    <>
      <BookCard book={result.data} />
      <ResultHistory fields={readFields(result)} data={result.data && formatCopies(result.data)} />
    </>
  )
}

export const Fresh: StoryObj = {
  ...createStory(
    {
      path: 'stories/fresh',
      storedEntries: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "useCachetta('/books/1', getBook, { duration: '1h' })",
      description:
        'An earlier visit stored the book in IndexedDB five minutes ago. The book stays fresh for one hour, so the hook sends no request.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForResult(canvas, {
      data: '3 copies',
      source: 'store',
      age: '5 min',
      isStale: 'no',
      isLoading: 'no',
      isValidating: 'no',
      error: '–',
    })
    await waitForRequests(canvas)
  },
}
