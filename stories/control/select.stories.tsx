import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { clickButton, expectResult } from '../stage/play.ts'
import { FieldList } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './select.stories.tsx?raw'

function Title(): ReactNode {
  const { getBook } = useLibrary()
  const renders = useRef(0)
  const { data } = useCachetta('/books/1', getBook, { duration: '1h', select: ({ title }) => title })
  renders.current += 1
  return <FieldList label="The title" fields={{ data: data ?? '–', renders: String(renders.current) }} />
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
      const before = canvas.getByRole('region', { name: 'The title' }).textContent
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' })
      await expect(canvas.getByRole('region', { name: 'The title' })).toHaveTextContent(before ?? '')
    },
  }),
}
