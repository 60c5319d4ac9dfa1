import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { createStory } from './stage/create-story.tsx'
import type { CataloguePage } from './stage/library.ts'
import { answerRequest, clickButton, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'Keys/Infinite list' }
export default meta

function nextKey(index: number, previous: CataloguePage | null): string | null {
  return index === 0 ? '/catalogue?page=1' : (previous?.next ?? null)
}

function Example(): ReactNode {
  const { getPage } = useSandbox().library
  const list = useCachettaInfinite(nextKey, getPage, { duration: '1h' })
  const { data, setSize, size } = list
  const isComplete = data?.at(-1)?.next === null
  return (
    <>
      <section className="book" aria-label="Catalogue">
        <ul>
          {data?.flatMap(({ titles }) => titles).map((title) => <li key={title}>{title}</li>) ?? <li>Loading …</li>}
        </ul>
        <div className="actions">
          <button type="button" disabled={isComplete} onClick={() => setSize(size + 1)}>
            {isComplete ? 'No more pages' : 'Load more'}
          </button>
        </div>
      </section>
      <ResultHistory fields={readFields(list)} data={data && `${data.length} of ${size} pages`} />
    </>
  )
}

export const InfiniteList: StoryObj = {
  name: 'Infinite list',
  ...createStory(
    {
      path: 'stories/infinite',
      call: 'const { data, size, setSize } = useCachettaInfinite(nextKey, getPage, …)',
      description: 'A list that loads page by page. Each page is one entry, and each page names the next one.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    await answerRequest(canvas, 'GET /catalogue?page=1')
    await waitForResult(canvas, { data: '1 of 1 pages', source: 'network', isValidating: 'no' })
    await clickButton(canvas, 'Load more')
    await answerRequest(canvas, 'GET /catalogue?page=2')
    await waitForResult(canvas, { data: '2 of 2 pages', isValidating: 'no' })
    await clickButton(canvas, 'Load more')
    await answerRequest(canvas, 'GET /catalogue?page=3')
    await waitForResult(canvas, { data: '3 of 3 pages', isValidating: 'no' })
    await expect(canvas.getByRole('button', { name: 'No more pages' })).toBeDisabled()
    await waitForRequests(canvas, ...[1, 2, 3].map((page) => `GET /catalogue?page=${page} answered`))
  },
}
