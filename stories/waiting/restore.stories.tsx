import type { Meta, StoryObj } from '@storybook/react-vite'
import { restore } from 'cachetta'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { expect, waitFor } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { clickButton, expectLine, expectNetwork, expectResult, readTimeline } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './restore.stories.tsx?raw'

function Page(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return <BookCard result={result} />
}

function Example(): ReactNode {
  return (
    <ReloadablePage beforeRender={(cache) => restore(cache, ['/books/1'])}>
      <Page />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'Waiting/Restore' }
export default meta

export const Story: StoryObj = {
  name: 'Restore',
  ...createStory({
    lesson: 'restore() reads entries from the disk before the first render, so a reload never shows “Loading”.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Reload the page')
      await expectLine(canvas, 'screen', 'the page reloads')
      await waitFor(() => expect(readTimeline(canvas, 'disk').at(-1)).toContain('shows Middlemarch'))
      await expect(readTimeline(canvas, 'screen').at(-1)).toContain('the page reloads') // no “loading” after it
      await expectNetwork(canvas)
    },
  }),
}
