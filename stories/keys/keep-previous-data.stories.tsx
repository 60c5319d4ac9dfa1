import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './keep-previous-data.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const [url, setUrl] = useState('/books/1')
  const result = useCachetta(url, getBook, { duration: '1h', keepPreviousData: true })
  return (
    <>
      <div className="toolbar">
        {Object.entries(BOOKS).map(([each, { title }]) => (
          <button type="button" key={each} aria-pressed={each === url} onClick={() => setUrl(each)}>
            {title}
          </button>
        ))}
      </div>
      <BookCard result={result} />
    </>
  )
}

const meta: Meta = { title: 'Keys/Keep previous data' }
export default meta

export const Story: StoryObj = {
  name: 'Keep previous data',
  ...createStory({
    lesson: 'With keepPreviousData the old book stays on the screen until the new one is there, so nothing flickers.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Bleak House')
      await expectNetwork(canvas, 'GET /books/2 sent')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isLoading: 'no', isValidating: 'yes' })
      await answerRequest(canvas, 'GET /books/2')
      await expectResult(canvas, { data: 'Bleak House, 5 copies', isValidating: 'no' })
    },
  }),
}
