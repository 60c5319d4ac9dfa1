import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, fail, press, rowsOf, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'What is shown/Error with old data' }
export default meta

function Scene(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data}>
        <button type="button" onClick={() => result.mutate()}>
          Ask again
        </button>
      </BookCard>
      <Returned fields={fieldsOf(result)} data={result.data && copiesIn(result.data)} />
    </>
  )
}

export const ErrorWithOldData: StoryObj = {
  name: 'Error with old data',
  ...onStage(
    {
      path: 'stories/error',
      left: [{ key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE }],
      call: "const { data, error, mutate } = useCachetta('/books/1', getBook)",
      says: 'The network fails, and what is known stays to be seen beside the error. The next answer takes the error away.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await fail(canvas, 'GET /books/1')
    await untilReturned(canvas, {
      data: '4 copies in',
      source: 'store',
      age: '5 min',
      isStale: 'yes',
      isValidating: 'no',
      error: 'server failed',
    })
    await press(canvas, 'Ask again')
    await untilReturned(canvas, { data: '4 copies in', isLoading: 'no', isValidating: 'yes' })
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, {
      data: '3 copies in',
      source: 'network',
      isStale: 'no',
      isValidating: 'no',
      error: '–',
    })
    await expect(
      rowsOf(canvas)
        .slice(1)
        .map(({ isLoading }) => isLoading),
    ).not.toContain('yes')
  },
}
