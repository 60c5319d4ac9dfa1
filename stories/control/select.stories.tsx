import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { clickButton, expectLine, expectResult, readTimeline } from '../stage/play.ts'
import { FieldList } from '../stage/result-panel.tsx'
import { useLibrary, useSurroundings } from '../stage/stage-context.ts'
import source from './select.stories.tsx?raw'

function Title(): ReactNode {
  const { getBook } = useLibrary()
  const { timeline } = useSurroundings()
  const { data = 'Loading …' } = useCachetta('/books/1', getBook, { duration: '1h', select: ({ title }) => title })
  useEffect(() => timeline.add('screen', 'the title renders')) // after each render
  return <FieldList label="The title" fields={{ data }} />
}

function WholeBook(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  return (
    <BookCard result={result}>
      <button type="button" onClick={() => data && mutate({ ...data, copies: data.copies - 1 }, false)}>
        Borrow
      </button>
    </BookCard>
  )
}

function Example(): ReactNode {
  return (
    <>
      <WholeBook />
      <Title />
    </>
  )
}

const meta: Meta = { title: 'Control/Select' }
export default meta

export const Story: StoryObj = {
  name: 'Select',
  ...createStory({
    lesson: 'A component that selects the title does not render again when only the number of copies changes.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch' }, 'The title')
      const renders = () => readTimeline(canvas, 'screen').filter((line) => line === 'the title renders').length
      const before = renders()
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await expectLine(canvas, 'memory', 'shows Middlemarch, 2 copies')
      await expect(renders()).toBe(before)
    },
  }),
}
