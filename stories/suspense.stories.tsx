import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense as Boundary } from 'react'
import { expect } from 'storybook/test'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, rowsOf, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'What is shown/Suspense' }
export default meta

function BookOfTheWeek(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook, { suspense: true })
  return (
    <>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={copiesIn(result.data)} />
    </>
  )
}

function Scene(): ReactNode {
  return (
    <Boundary fallback={<BookCard book={undefined} />}>
      <BookOfTheWeek />
    </Boundary>
  )
}

export const Suspense: StoryObj = {
  ...onStage(
    {
      path: 'stories/suspense',
      call: "useCachetta('/books/1', getBook, { suspense: true })",
      says: 'The boundary around it shows “Loading …” until there is data, so that the component itself is never without: from its first render on it has a book.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilAsked(canvas, 'GET /books/1 waiting')
    await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
    await expect(canvas.queryByRole('table')).toBeNull()
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, { data: '3 copies in', source: 'network', isLoading: 'no', isValidating: 'no' })
    await expect(rowsOf(canvas)[0]).toMatchObject({ data: '3 copies in', isLoading: 'no' })
    await untilAsked(canvas, 'GET /books/1 answered')
  },
}
