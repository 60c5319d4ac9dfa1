import type { Meta, StoryObj } from '@storybook/react-vite'
import { prefetch } from 'cachetta'
import { useCachetta } from 'cachetta/react'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { userEvent } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './prefetch-on-hover.stories.tsx?raw'

function Example(): ReactNode {
  const { cache } = useStory()
  const { getBook } = useLibrary()
  const [url, setUrl] = useState<string>()
  const result = useCachetta(url, getBook, { duration: '1h' })
  const warmUp = () => void prefetch(cache, '/books/2', getBook, { duration: '1h' })
  return (
    <BookCard result={result}>
      <button type="button" onMouseEnter={warmUp} onFocus={warmUp} onClick={() => setUrl('/books/2')}>
        Show Bleak House
      </button>
    </BookCard>
  )
}

const meta: Meta = { title: 'Waiting/Prefetch on hover' }
export default meta

export const Story: StoryObj = {
  name: 'Prefetch on hover',
  ...createStory({
    lesson:
      'prefetch() asks the network when the pointer or the focus reaches the button, so the click finds the book in memory.',
    show: Example,
    source,
    async play(canvas) {
      await userEvent.hover(await canvas.findByRole('button', { name: 'Show Bleak House' }))
      await answerRequest(canvas, 'GET /books/2')
      await expectLine(canvas, 'disk', 'wrote /books/2')
      await clickButton(canvas, 'Show Bleak House')
      await expectResult(canvas, { data: 'Bleak House, 5 copies', isLoading: 'no', isValidating: 'no' })
      await expectNetwork(canvas, 'GET /books/2 sent', 'GET /books/2 answered')
    },
  }),
}
