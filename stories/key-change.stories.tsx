import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from './stage/book-card.tsx'
import { BOOKS } from './stage/library.ts'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, rowsOf, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'Keys/Key change' }
export default meta

function Scene(): ReactNode {
  const { getBook } = useWorld().library
  const [url, setUrl] = useState('/books/1')
  const result = useCachetta(url, getBook, { duration: '1h' })
  return (
    <>
      <div className="toolbar">
        {Object.entries(BOOKS).map(([each, { title }]) => (
          <button type="button" key={each} aria-pressed={each === url} onClick={() => setUrl(each)}>
            {title}
          </button>
        ))}
      </div>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={result.data?.title} />
    </>
  )
}

export const KeyChange: StoryObj = {
  name: 'Key change',
  ...onStage(
    {
      path: 'stories/key-change',
      call: "useCachetta(url, getBook, { duration: '1h' })",
      says: 'Each book has an entry of its own. A book that nobody waits for any more is not fetched to the end; one that is known is there at once.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilAsked(canvas, 'GET /books/1 waiting')
    await press(canvas, 'Bleak House')
    await untilAsked(canvas, 'GET /books/1 aborted', 'GET /books/2 waiting')
    await answer(canvas, 'GET /books/2')
    await untilReturned(canvas, { data: 'Bleak House', source: 'network' })
    await press(canvas, 'Persuasion')
    await untilReturned(canvas, { data: '–', isLoading: 'yes' })
    await answer(canvas, 'GET /books/3')
    await untilReturned(canvas, { data: 'Persuasion' })
    const before = rowsOf(canvas).length
    await press(canvas, 'Bleak House')
    await untilReturned(canvas, { data: 'Bleak House', isStale: 'no', isLoading: 'no', isValidating: 'no' })
    await expect(rowsOf(canvas)).toHaveLength(before + 1)
    await untilAsked(canvas, 'GET /books/1 aborted', 'GET /books/2 answered', 'GET /books/3 answered')
  },
}
