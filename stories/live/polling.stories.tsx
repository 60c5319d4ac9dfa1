import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect, waitFor } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, expectResult, readTimeline } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './polling.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { refreshInterval: '1s' })
  return <BookCard result={result} />
}

const meta: Meta = { title: 'Live/Polling' }
export default meta

export const Story: StoryObj = {
  name: 'Polling',
  ...createStory({
    lesson: 'With refreshInterval the hook asks again one second after each answer; slow answers never overlap.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isValidating: 'no' })
      await answerRequest(canvas, 'GET /books/1') // the poll
      await waitFor(() =>
        expect(readTimeline(canvas, 'network').filter((line) => line === 'GET /books/1 answered')).toHaveLength(2),
      )
    },
  }),
}
