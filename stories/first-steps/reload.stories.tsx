import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectLine, expectNetwork, expectResult, toggle } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './reload.stories.tsx?raw'

function Page(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook)
  return <BookCard result={result} />
}

function Example(): ReactNode {
  return (
    <ReloadablePage>
      <Page />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'First steps/Reload' }
export default meta

export const Story: StoryObj = {
  name: 'Reload',
  ...createStory({
    lesson: 'A reload empties the memory, not the disk: answer the request, go offline, reload, and the book is there.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', isValidating: 'no' })
      await toggle(canvas, 'Offline')
      await clickButton(canvas, 'Reload the page')
      await expectResult(canvas, {
        data: 'Middlemarch, 3 copies',
        source: 'disk',
        isStale: 'yes',
        isValidating: 'no',
        error: '–',
      })
      await expectLine(canvas, 'screen', 'the page reloads')
      await expectNetwork(canvas, 'GET /books/1 sent', 'GET /books/1 answered')
    },
  }),
}
