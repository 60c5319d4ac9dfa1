import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './fresh.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return <BookCard result={result} />
}

const meta: Meta = { title: 'First steps/Fresh' }
export default meta

export const Story: StoryObj = {
  name: 'Fresh',
  ...createStory({
    lesson: 'The disk has the book from five minutes ago. It is fresh for one hour, so the hook sends no request.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, {
        data: 'Middlemarch, 3 copies',
        source: 'disk',
        age: '5 min old',
        isStale: 'no',
        isLoading: 'no',
        isValidating: 'no',
        error: '–',
      })
      await expectLine(canvas, 'disk', 'read /books/1: found, 5 min old')
      await expectNetwork(canvas)
    },
  }),
}
