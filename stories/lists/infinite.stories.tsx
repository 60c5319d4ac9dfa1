import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { createStory } from '../stage/create-story.tsx'
import type { CataloguePage } from '../stage/library.ts'
import { ListCard } from '../stage/list-card.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './infinite.stories.tsx?raw'

/** Each page names the next one. */
function getKey(index: number, previous: CataloguePage | null): string | null {
  return index === 0 ? '/catalogue?page=1' : (previous?.next ?? null)
}

function Example(): ReactNode {
  const { getPage } = useLibrary()
  const list = useCachettaInfinite(getKey, getPage, { duration: '1h' })
  return (
    <ListCard list={list}>
      <button type="button" disabled={!list.hasNext} onClick={() => list.fetchNext()}>
        Next page
      </button>
    </ListCard>
  )
}

const meta: Meta = { title: 'Lists/Infinite' }
export default meta

export const Story: StoryObj = {
  name: 'Infinite',
  ...createStory({
    lesson: 'A list grows page by page: each page is one entry, and a known page is not asked for again.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /catalogue?page=1')
      await expectResult(canvas, { data: '1 page', source: 'network', isValidating: 'no' })
      await clickButton(canvas, 'Next page')
      await answerRequest(canvas, 'GET /catalogue?page=2')
      await expectResult(canvas, { data: '2 pages', isValidating: 'no' })
      await clickButton(canvas, 'Next page')
      await answerRequest(canvas, 'GET /catalogue?page=3')
      await expectResult(canvas, { data: '3 pages', isValidating: 'no' })
      await expect(canvas.getByRole('button', { name: 'Next page' })).toBeDisabled()
      await expectNetwork(
        canvas,
        ...[1, 2, 3].flatMap((page) => [`GET /catalogue?page=${page} sent`, `GET /catalogue?page=${page} answered`]),
      )
    },
  }),
}
