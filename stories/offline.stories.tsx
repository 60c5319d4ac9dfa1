import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, clickButton, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Offline and back' }
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

export const OfflineAndBack: StoryObj = {
  name: 'Offline and back',
  ...createStory(
    {
      path: 'stories/offline',
      storedEntries: [
        { key: '/books/1', data: { title: 'Middlemarch', author: 'George Eliot', copies: 4 }, age: 5 * MINUTE },
      ],
      isOnline: false,
      call: "useCachetta('/books/1', getBook)",
      description:
        'The page opens without a network. It shows the data of an earlier visit and sends no request. Go online: the hook revalidates automatically.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    const old = { data: '4 copies', source: 'store', age: '5 min', isStale: 'yes', error: '–' }
    await waitForResult(canvas, { ...old, isValidating: 'no' })
    await waitForRequests(canvas)
    await clickButton(canvas, 'Go online')
    await waitForResult(canvas, { ...old, isValidating: 'yes' })
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, { data: '3 copies', source: 'network', isStale: 'no', isValidating: 'no' })
    await waitForRequests(canvas, 'GET /books/1 answered')
  },
}
