import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import type { CataloguePage } from './stage/library.ts'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'Keys/Infinite list' }
export default meta

function nextKey(index: number, before: CataloguePage | null): string | null {
  return index === 0 ? '/catalogue?page=1' : (before?.next ?? null)
}

function Scene(): ReactNode {
  const { getPage } = useWorld().library
  const list = useCachettaInfinite(nextKey, getPage, { duration: '1h' })
  const { data, setSize, size } = list
  const isWhole = data?.at(-1)?.next === null
  return (
    <>
      <section className="book" aria-label="Catalogue">
        <ul>
          {data?.flatMap(({ titles }) => titles).map((title) => <li key={title}>{title}</li>) ?? <li>Loading …</li>}
        </ul>
        <div className="actions">
          <button type="button" disabled={isWhole} onClick={() => setSize(size + 1)}>
            {isWhole ? 'That is all' : 'More'}
          </button>
        </div>
      </section>
      <Returned fields={fieldsOf(list)} data={data && `${data.length} of ${size} pages`} />
    </>
  )
}

export const InfiniteList: StoryObj = {
  name: 'Infinite list',
  ...onStage(
    {
      path: 'stories/infinite',
      call: 'const { data, size, setSize } = useCachettaInfinite(nextKey, getPage, …)',
      says: 'A list that grows by pages. Each page is an entry like any other, and the page before says where the next one is.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await answer(canvas, 'GET /catalogue?page=1')
    await untilReturned(canvas, { data: '1 of 1 pages', source: 'network', isValidating: 'no' })
    await press(canvas, 'More')
    await answer(canvas, 'GET /catalogue?page=2')
    await untilReturned(canvas, { data: '2 of 2 pages', isValidating: 'no' })
    await press(canvas, 'More')
    await answer(canvas, 'GET /catalogue?page=3')
    await untilReturned(canvas, { data: '3 of 3 pages', isValidating: 'no' })
    await expect(canvas.getByRole('button', { name: 'That is all' })).toBeDisabled()
    await untilAsked(canvas, ...[1, 2, 3].map((page) => `GET /catalogue?page=${page} answered`))
  },
}
