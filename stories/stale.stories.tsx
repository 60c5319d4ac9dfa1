import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'What is shown/Stale while revalidating' }
export default meta

function Scene(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook, { duration: '1m' })
  return (
    <>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={result.data && copiesIn(result.data)} />
    </>
  )
}

export const StaleWhileRevalidating: StoryObj = {
  name: 'Stale while revalidating',
  ...onStage(
    {
      path: 'stories/stale',
      left: [{ key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE }],
      call: "useCachetta('/books/1', getBook, { duration: '1m' })",
      says: 'A visit five minutes ago left the book in IndexedDB. It is shown at once, though it is past its minute, while the network is asked.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilAsked(canvas, 'GET /books/1 waiting')
    await untilReturned(canvas, {
      data: '4 copies in',
      source: 'store',
      age: '5 min',
      isStale: 'yes',
      isLoading: 'no',
      isValidating: 'yes',
    })
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, {
      data: '3 copies in',
      source: 'network',
      age: 'just now',
      isStale: 'no',
      isValidating: 'no',
    })
  },
}
