import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { OLD_BOOK } from '../stage/library.ts'
import { answerRequest, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './stale-while-revalidating.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1m' })
  return <BookCard result={result} />
}

const meta: Meta = { title: 'First steps/Stale while revalidating' }
export default meta

export const Story: StoryObj = {
  name: 'Stale while revalidating',
  ...createStory({
    lesson:
      'The book on the disk is older than one minute. The hook shows it at once, and asks the network in the background.',
    entries: [['/books/1', OLD_BOOK, { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, {
        data: 'Middlemarch, 4 copies',
        source: 'disk',
        age: '5 min old',
        isStale: 'yes',
        isLoading: 'no',
        isValidating: 'yes',
      })
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, {
        data: 'Middlemarch, 3 copies',
        source: 'network',
        age: 'just now',
        isStale: 'no',
        isValidating: 'no',
      })
      await expectNetwork(canvas, 'GET /books/1 sent', 'GET /books/1 answered')
    },
  }),
}
