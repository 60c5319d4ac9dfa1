import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './loading.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook)
  return <BookCard result={result} />
}

const meta: Meta = { title: 'First steps/Loading' }
export default meta

export const Story: StoryObj = {
  name: 'Loading',
  ...createStory({
    lesson: 'Neither memory nor disk has the book, so the hook asks the network, and keeps the answer in both.',
    show: Example,
    source,
    async play(canvas) {
      await expectNetwork(canvas, 'GET /books/1 sent')
      await expectResult(canvas, { data: '–', source: '–', age: '–', isLoading: 'yes', isValidating: 'yes' })
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', isLoading: 'no', error: '–' })
      await expectLine(canvas, 'disk', 'read /books/1: nothing')
      await expectLine(canvas, 'disk', 'wrote /books/1')
    },
  }),
}
