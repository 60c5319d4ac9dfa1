import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, clickButton, failRequest, readRows, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Error with old data' }
export default meta

function Example(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data}>
        <button type="button" onClick={() => result.mutate()}>
          Revalidate
        </button>
      </BookCard>
      <ResultHistory fields={readFields(result)} data={result.data && formatCopies(result.data)} />
    </>
  )
}

export const ErrorWithOldData: StoryObj = {
  name: 'Error with old data',
  ...createStory(
    {
      path: 'stories/error',
      storedEntries: [
        { key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE },
      ],
      call: "const { data, error, mutate } = useCachetta('/books/1', getBook)",
      description:
        'The request fails. The hook returns the error and keeps the old data. The next successful request clears the error.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await failRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, {
      data: '4 copies',
      source: 'store',
      age: '5 min',
      isStale: 'yes',
      isValidating: 'no',
      error: 'server failed',
    })
    await clickButton(canvas, 'Revalidate')
    await waitForResult(canvas, { data: '4 copies', isLoading: 'no', isValidating: 'yes' })
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, {
      data: '3 copies',
      source: 'network',
      isStale: 'no',
      isValidating: 'no',
      error: '–',
    })
    await expect(
      readRows(canvas)
        .slice(1)
        .map(({ isLoading }) => isLoading),
    ).not.toContain('yes')
  },
}
