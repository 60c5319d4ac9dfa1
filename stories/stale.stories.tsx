import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Stale while revalidating' }
export default meta

function Example(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook, { duration: '1m' })
  return (
    <>
      <BookCard book={result.data} />
      <ResultHistory fields={readFields(result)} data={result.data && formatCopies(result.data)} />
    </>
  )
}

export const StaleWhileRevalidating: StoryObj = {
  name: 'Stale while revalidating',
  ...createStory(
    {
      path: 'stories/stale',
      storedEntries: [
        { key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE },
      ],
      call: "useCachetta('/books/1', getBook, { duration: '1m' })",
      description:
        'An earlier visit stored the book in IndexedDB five minutes ago. The book is stale after one minute. The hook shows it and revalidates it in the background.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForRequests(canvas, 'GET /books/1 waiting')
    await waitForResult(canvas, {
      data: '4 copies',
      source: 'store',
      age: '5 min',
      isStale: 'yes',
      isLoading: 'no',
      isValidating: 'yes',
    })
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, {
      data: '3 copies',
      source: 'network',
      age: 'just now',
      isStale: 'no',
      isValidating: 'no',
    })
  },
}
