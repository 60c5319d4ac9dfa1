import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense as Boundary } from 'react'
import { expect } from 'storybook/test'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, readRows, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Suspense' }
export default meta

function BookOfTheWeek(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook, { suspense: true })
  return (
    <>
      <BookCard book={result.data} />
      <ResultHistory fields={readFields(result)} data={formatCopies(result.data)} />
    </>
  )
}

function Example(): ReactNode {
  return (
    <Boundary fallback={<BookCard book={undefined} />}>
      <BookOfTheWeek />
    </Boundary>
  )
}

export const Suspense: StoryObj = {
  ...createStory(
    {
      path: 'stories/suspense',
      call: "useCachetta('/books/1', getBook, { suspense: true })",
      description:
        'The Suspense boundary shows “Loading …” until there is data. The component never renders without data: its first result has the book.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForRequests(canvas, 'GET /books/1 waiting')
    await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
    await expect(canvas.queryByRole('table')).toBeNull()
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, { data: '3 copies', source: 'network', isLoading: 'no', isValidating: 'no' })
    await expect(readRows(canvas)[0]).toMatchObject({ data: '3 copies', isLoading: 'no' })
    await waitForRequests(canvas, 'GET /books/1 answered')
  },
}
