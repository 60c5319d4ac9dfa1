import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { OLD_BOOK } from '../stage/library.ts'
import { answerRequest, clickButton, expectResult, failRequest } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './error-with-old-data.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook)
  return (
    <BookCard result={result}>
      <button type="button" onClick={() => result.mutate()}>
        Revalidate
      </button>
    </BookCard>
  )
}

const meta: Meta = { title: 'Trouble/Error with old data' }
export default meta

export const Story: StoryObj = {
  name: 'Error with old data',
  ...createStory({
    lesson: 'If the request fails, the hook has the error and keeps the old data; the next answer clears the error.',
    entries: [['/books/1', OLD_BOOK, { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await failRequest(canvas, 'GET /books/1')
      await expectResult(canvas, {
        data: 'Middlemarch, 4 copies',
        source: 'disk',
        isStale: 'yes',
        isValidating: 'no',
        error: 'server failed',
      })
      await clickButton(canvas, 'Revalidate')
      await expectResult(canvas, { data: 'Middlemarch, 4 copies', isLoading: 'no', isValidating: 'yes' })
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', error: '–' })
    },
  }),
}
