import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'What is shown/Loading' }
export default meta

function Scene(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={result.data && copiesIn(result.data)} />
    </>
  )
}

export const Loading: StoryObj = {
  ...onStage(
    {
      path: 'stories/loading',
      call: "useCachetta('/books/1', getBook)",
      says: 'Nothing is known yet, in memory or in this browser, so the network is asked. Answer the request, or let it fail.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilAsked(canvas, 'GET /books/1 waiting')
    await untilReturned(canvas, { data: '–', source: '–', age: '–', isLoading: 'yes', isValidating: 'yes' })
    await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
  },
}
