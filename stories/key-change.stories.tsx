import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { BOOKS } from './stage/library.ts'
import { answerRequest, clickButton, readRows, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'Keys/Key change' }
export default meta

function Example(): ReactNode {
  const { getBook } = useSandbox().library
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
      <ResultHistory fields={readFields(result)} data={result.data?.title} />
    </>
  )
}

export const KeyChange: StoryObj = {
  name: 'Key change',
  ...createStory(
    {
      path: 'stories/key-change',
      call: "useCachetta(url, getBook, { duration: '1h' })",
      description:
        'Each book is one entry. Switch to another book: its request starts, and the request for the old book is aborted. A book in the cache shows at once.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await waitForRequests(canvas, 'GET /books/1 waiting')
    await clickButton(canvas, 'Bleak House')
    await waitForRequests(canvas, 'GET /books/1 aborted', 'GET /books/2 waiting')
    await answerRequest(canvas, 'GET /books/2')
    await waitForResult(canvas, { data: 'Bleak House', source: 'network' })
    await clickButton(canvas, 'Persuasion')
    await waitForResult(canvas, { data: '–', isLoading: 'yes' })
    await answerRequest(canvas, 'GET /books/3')
    await waitForResult(canvas, { data: 'Persuasion' })
    const rowCount = readRows(canvas).length
    await clickButton(canvas, 'Bleak House')
    await waitForResult(canvas, { data: 'Bleak House', isStale: 'no', isLoading: 'no', isValidating: 'no' })
    await expect(readRows(canvas)).toHaveLength(rowCount + 1)
    await waitForRequests(canvas, 'GET /books/1 aborted', 'GET /books/2 answered', 'GET /books/3 answered')
  },
}
