import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { answerRequest, clickButton, expectNetwork, expectResult, readTimeline } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './key-change.stories.tsx?raw'

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const [url, setUrl] = useState('/books/1')
  const result = useCachetta(url, getBook, { duration: '1h' })
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

const meta: Meta = { title: 'Keys/Key change' }
export default meta

export const Story: StoryObj = {
  name: 'Key change',
  ...createStory({
    lesson:
      'Each key is one entry: a new key starts its own request, aborts the one nobody waits for, and a known key shows at once.',
    show: Example,
    source,
    async play(canvas) {
      await expectNetwork(canvas, 'GET /books/1 sent')
      await clickButton(canvas, 'Bleak House')
      await answerRequest(canvas, 'GET /books/2')
      await expectResult(canvas, { data: 'Bleak House, 5 copies', source: 'network' })
      await clickButton(canvas, 'Persuasion')
      await expectResult(canvas, { data: '–', isLoading: 'yes' })
      await answerRequest(canvas, 'GET /books/3')
      await expectResult(canvas, { data: 'Persuasion, 1 copy' })
      await clickButton(canvas, 'Bleak House')
      await expectResult(canvas, { data: 'Bleak House, 5 copies', isLoading: 'no', isValidating: 'no' })
      await expect(readTimeline(canvas, 'network')).toContain('GET /books/1 aborted')
      await expect(readTimeline(canvas, 'network').filter((line) => line === 'GET /books/2 sent')).toHaveLength(1)
    },
  }),
}
