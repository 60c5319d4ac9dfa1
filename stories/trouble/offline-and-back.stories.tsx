import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { OLD_BOOK } from '../stage/library.ts'
import { answerRequest, expectNetwork, expectResult, toggle } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './offline-and-back.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook)
  return <BookCard result={result} />
}

const meta: Meta = { title: 'Trouble/Offline and back' }
export default meta

export const Story: StoryObj = {
  name: 'Offline and back',
  ...createStory({
    lesson: 'Offline, the hook shows what the disk has and sends nothing; when the network is back, it asks by itself.',
    entries: [['/books/1', OLD_BOOK, { age: '5m' }]],
    offline: true,
    show: Example,
    source,
    async play(canvas) {
      const old = { data: 'Middlemarch, 4 copies', source: 'disk', age: '5 min old', isStale: 'yes', error: '–' }
      await expectResult(canvas, { ...old, isValidating: 'no' })
      await expectNetwork(canvas)
      await toggle(canvas, 'Offline')
      await expectResult(canvas, { ...old, isValidating: 'yes' })
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', isStale: 'no' })
    },
  }),
}
