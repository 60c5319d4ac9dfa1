import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectResult, readTimeline } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './memory-only.stories.tsx?raw'

function Page(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { persist: false })
  return <BookCard result={result} />
}

function Example(): ReactNode {
  return (
    <ReloadablePage>
      <Page />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'Control/Memory only' }
export default meta

export const Story: StoryObj = {
  name: 'Memory only',
  ...createStory({
    lesson: 'With persist: false an entry stays in memory: nothing of it is on the disk, and a reload forgets it.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network' })
      await clickButton(canvas, 'Reload the page')
      await expectResult(canvas, { data: '–', isLoading: 'yes' })
      await expect(readTimeline(canvas, 'disk').filter((line) => line.startsWith('wrote'))).toEqual([])
    },
  }),
}
