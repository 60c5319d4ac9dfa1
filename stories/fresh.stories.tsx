import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { BOOKS } from './stage/library.ts'
import { onStage } from './stage/on-stage.tsx'
import { untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'What is shown/Fresh' }
export default meta

function Scene(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return (
    <>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={result.data && copiesIn(result.data)} />
    </>
  )
}

export const Fresh: StoryObj = {
  ...onStage(
    {
      path: 'stories/fresh',
      left: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "useCachetta('/books/1', getBook, { duration: '1h' })",
      says: 'A visit five minutes ago left the book in this browser’s IndexedDB. It is good for an hour, so nothing is asked.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilReturned(canvas, {
      data: '3 copies in',
      source: 'store',
      age: '5 min',
      isStale: 'no',
      isLoading: 'no',
      isValidating: 'no',
      error: '–',
    })
    await untilAsked(canvas)
  },
}
