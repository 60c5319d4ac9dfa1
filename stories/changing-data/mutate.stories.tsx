import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { answerRequest, clickButton, expectLine, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './mutate.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  return (
    <BookCard result={result}>
      <button type="button" disabled={!data} onClick={() => data && mutate({ ...data, copies: 10 }, false)}>
        Set 10 copies
      </button>
      <button type="button" onClick={() => mutate()}>
        Revalidate
      </button>
    </BookCard>
  )
}

const meta: Meta = { title: 'Changing data/Mutate' }
export default meta

export const Story: StoryObj = {
  name: 'Mutate',
  ...createStory({
    lesson: 'mutate(data) replaces the entry in memory and on the disk; mutate() asks the network again.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Set 10 copies')
      await expectResult(canvas, { data: 'Middlemarch, 10 copies', age: 'just now' })
      await expectLine(canvas, 'disk', 'wrote /books/1')
      await clickButton(canvas, 'Revalidate')
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network' })
    },
  }),
}
