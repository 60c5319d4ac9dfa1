import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { createStory } from '../stage/create-story.tsx'
import type { CataloguePage } from '../stage/library.ts'
import { ListCard } from '../stage/list-card.tsx'
import { answerRequest, clickButton, expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './after-a-reload.stories.tsx?raw'

/** Each page names the next one. */
function getKey(index: number, previous: CataloguePage | null): string | null {
  return index === 0 ? '/catalogue?page=1' : (previous?.next ?? null)
}

function List(): ReactNode {
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

function Example(): ReactNode {
  return (
    <ReloadablePage>
      <List />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'Lists/After a reload' }
export default meta

export const Story: StoryObj = {
  name: 'After a reload',
  ...createStory({
    lesson: 'The number of pages is on the disk, too: after a reload the list is as long as before, without a request.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /catalogue?page=1')
      await expectResult(canvas, { data: '1 page' })
      await clickButton(canvas, 'Next page')
      await answerRequest(canvas, 'GET /catalogue?page=2')
      await expectResult(canvas, { data: '2 pages', isValidating: 'no' })
      await clickButton(canvas, 'Reload the page')
      await expectLine(canvas, 'screen', 'the page reloads')
      await expectResult(canvas, { data: '2 pages', source: 'disk', isValidating: 'no' })
      await expectNetwork(
        canvas,
        ...[1, 2].flatMap((page) => [`GET /catalogue?page=${page} sent`, `GET /catalogue?page=${page} answered`]),
      )
    },
  }),
}
