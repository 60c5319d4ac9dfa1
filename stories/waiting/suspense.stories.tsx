import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { expect } from 'storybook/test'
import { BookCard, BookView } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, expectNetwork, expectResult, readTimeline } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './suspense.stories.tsx?raw'

function BookOfTheWeek(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { suspense: true })
  return <BookCard result={result} />
}

function Example(): ReactNode {
  return (
    <Suspense fallback={<BookView book={undefined} />}>
      <BookOfTheWeek />
    </Suspense>
  )
}

const meta: Meta = { title: 'Waiting/Suspense' }
export default meta

export const Story: StoryObj = {
  name: 'Suspense',
  ...createStory({
    lesson:
      'With suspense the component never renders without data; the boundary around it shows what to show meanwhile.',
    show: Example,
    source,
    async play(canvas) {
      await expectNetwork(canvas, 'GET /books/1 sent')
      await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
      await expect(canvas.queryByRole('region', { name: 'Result of the hook' })).toBeNull()
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', isLoading: 'no' })
      await expect(readTimeline(canvas, 'screen')).toEqual([])
    },
  }),
}
