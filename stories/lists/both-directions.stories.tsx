import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { createStory } from '../stage/create-story.tsx'
import type { CataloguePage } from '../stage/library.ts'
import { createPage } from '../stage/library.ts'
import { ListCard } from '../stage/list-card.tsx'
import { answerRequest, clickButton, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './both-directions.stories.tsx?raw'

/** The list begins in the middle. Each page names the pages beside it. */
function getKey(index: number, previous: CataloguePage | null): string | null {
  return index === 0 ? '/catalogue?page=2' : (previous?.next ?? null)
}

function getPreviousKey(_index: number, next: CataloguePage | null): string | null {
  return next?.previous ?? null
}

function Example(): ReactNode {
  const { getPage } = useLibrary()
  const list = useCachettaInfinite(getKey, getPage, { getPreviousKey, duration: '1h' })
  return (
    <ListCard list={list}>
      <button type="button" disabled={!list.hasPrevious} onClick={() => list.fetchPrevious()}>
        Page before
      </button>
      <button type="button" disabled={!list.hasNext} onClick={() => list.fetchNext()}>
        Next page
      </button>
    </ListCard>
  )
}

const meta: Meta = { title: 'Lists/Both directions' }
export default meta

export const Story: StoryObj = {
  name: 'Both directions',
  ...createStory({
    lesson: 'A list can begin in the middle and grow at both ends, as a chat or a calendar does.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /catalogue?page=2')
      await expectResult(canvas, { data: '1 page' })
      await clickButton(canvas, 'Page before')
      await answerRequest(canvas, 'GET /catalogue?page=1')
      await expectResult(canvas, { data: '2 pages' })
      await clickButton(canvas, 'Next page')
      await answerRequest(canvas, 'GET /catalogue?page=3')
      await expectResult(canvas, { data: '3 pages' })
      const titles = canvas.getAllByTestId('title').map(({ textContent }) => textContent)
      await expect(titles).toEqual([1, 2, 3].flatMap((page) => createPage(`?page=${page}`).titles))
      await expect(canvas.getByRole('button', { name: 'Page before' })).toBeDisabled()
    },
  }),
}
