import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, expectNetwork, expectResult, failRequest } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './retry.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { errorRetryInterval: '1s' })
  return <BookCard result={result} />
}

const meta: Meta = { title: 'Trouble/Retry' }
export default meta

export const Story: StoryObj = {
  name: 'Retry',
  ...createStory({
    lesson: 'After a failed request the hook tries again by itself, with growing pauses.',
    options: { shouldRetryOnError: true },
    show: Example,
    source,
    async play(canvas) {
      await failRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: '–', error: 'server failed' })
      await answerRequest(canvas, 'GET /books/1') // nobody has asked for it
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', error: '–' })
      await expectNetwork(
        canvas,
        'GET /books/1 sent',
        'GET /books/1 failed',
        'GET /books/1 sent',
        'GET /books/1 answered',
      )
    },
  }),
}
