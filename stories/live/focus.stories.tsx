import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './focus.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const options = { revalidateOnFocus: true, focusThrottleInterval: 0, dedupingInterval: 0 }
  const result = useCachetta('/books/1', getBook, options)
  return (
    <BookCard result={result}>
      <button type="button" onClick={() => window.dispatchEvent(new Event('focus'))}>
        Return to the page
      </button>
    </BookCard>
  )
}

const meta: Meta = { title: 'Live/Focus' }
export default meta

export const Story: StoryObj = {
  name: 'Focus',
  ...createStory({
    lesson: 'When a visitor returns to the page, the hook asks for data that is no longer fresh.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isValidating: 'no' })
      await clickButton(canvas, 'Return to the page')
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isValidating: 'no' })
      const once = ['GET /books/1 sent', 'GET /books/1 answered']
      await expectNetwork(canvas, ...once, ...once)
    },
  }),
}
