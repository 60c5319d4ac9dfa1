import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Loading' }
export default meta

function Example(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data} />
      <ResultHistory fields={readFields(result)} data={result.data && formatCopies(result.data)} />
    </>
  )
}

export const Loading: StoryObj = {
  ...createStory(
    {
      path: 'stories/loading',
      call: "useCachetta('/books/1', getBook)",
      description: 'The cache is empty, so the hook sends a request. Answer the request, or let it fail.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForRequests(canvas, 'GET /books/1 waiting')
    await waitForResult(canvas, { data: '–', source: '–', age: '–', isLoading: 'yes', isValidating: 'yes' })
    await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
  },
}
