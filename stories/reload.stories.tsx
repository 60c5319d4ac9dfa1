import type { Meta, StoryObj } from '@storybook/react-vite'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, clickButton, readRows, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'States/Persisted reload' }
export default meta

function Page(): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data} />
      <ResultHistory fields={readFields(result)} data={result.data && formatCopies(result.data)} />
    </>
  )
}

/** Simulates a page reload: unmounts all components and replaces the cache. Only the database stays. */
function Example(): ReactNode {
  const { cache, createReloadedCache } = useSandbox()
  const [pageLoad, setPageLoad] = useState({ cache, number: 1 })
  return (
    <>
      <div className="toolbar">
        <button
          type="button"
          onClick={() => setPageLoad({ cache: createReloadedCache(), number: pageLoad.number + 1 })}
        >
          Reload page
        </button>
        <output>page load {pageLoad.number}</output>
      </div>
      <CachettaProvider key={pageLoad.number} cache={pageLoad.cache}>
        <Page />
      </CachettaProvider>
    </>
  )
}

export const PersistedReload: StoryObj = {
  name: 'Persisted reload',
  ...createStory(
    {
      path: 'stories/reload',
      call: "useCachetta('/books/1', getBook)",
      description:
        'Answer the request, go offline, and reload the page. The memory is empty after a reload, so the hook restores the book from IndexedDB.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, { data: '3 copies', source: 'network', isValidating: 'no' })
    await clickButton(canvas, 'Go offline')
    await clickButton(canvas, 'Reload page')
    await waitForResult(canvas, {
      data: '3 copies',
      source: 'store',
      isStale: 'yes',
      isValidating: 'no',
      error: '–',
    })
    await expect(readRows(canvas)[0]).toMatchObject({ data: '–', source: '–' })
    await expect(canvas.getByRole('heading', { name: 'Middlemarch' })).toBeVisible()
    await waitForRequests(canvas, 'GET /books/1 answered')
  },
}
