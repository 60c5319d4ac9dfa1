import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { fillDisk } from '../stage/full-disk.ts'
import { answerRequest, clickButton, expectLine, expectResult } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './quota-reached.stories.tsx?raw'

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

const meta: Meta = { title: 'Trouble/Quota reached' }
export default meta

export const Story: StoryObj = {
  name: 'Quota reached',
  ...createStory({
    lesson:
      'A full disk costs only persistence: the page goes on with memory and network, and the log has one warning.',
    changeStore: fillDisk,
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', error: '–' })
      await expectLine(canvas, 'disk', 'refused /books/1: the disk is full')
      await clickButton(canvas, 'Reload the page')
      await expectResult(canvas, { data: '–', isLoading: 'yes' })
      await expectLine(canvas, 'disk', 'read /books/1: nothing')
    },
  }),
}
