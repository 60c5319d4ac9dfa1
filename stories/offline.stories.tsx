import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'What is shown/Offline and back' }
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

export const OfflineAndBack: StoryObj = {
  name: 'Offline and back',
  ...onStage(
    {
      path: 'stories/offline',
      left: [{ key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE }],
      isOnline: false,
      call: "useCachetta('/books/1', getBook)",
      says: 'The page was opened without a network: it shows what an earlier visit left, and asks nothing. Once the network is back it asks by itself.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    const old = { data: '4 copies in', source: 'store', age: '5 min', isStale: 'yes', error: '–' }
    await untilReturned(canvas, { ...old, isValidating: 'no' })
    await untilAsked(canvas)
    await press(canvas, 'Go online')
    await untilReturned(canvas, { ...old, isValidating: 'yes' })
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, { data: '3 copies in', source: 'network', isStale: 'no', isValidating: 'no' })
    await untilAsked(canvas, 'GET /books/1 answered')
  },
}
