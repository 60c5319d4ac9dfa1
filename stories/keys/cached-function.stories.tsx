import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect, waitFor } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './cached-function.stories.tsx?raw'

function Example(): ReactNode {
  const { cache } = useStory()
  const library = useLibrary()
  // An application does this once, in a module.
  const [getBook] = useState(() => cache.at('books').wrap((url: string) => library.getBook(url), { duration: '1h' }))
  const [answer, setAnswer] = useState('')
  const result = useCachetta([getBook, '/books/1'])
  return (
    <BookCard result={result}>
      <button type="button" onClick={async () => setAnswer((await getBook('/books/1')).title)}>
        Call the function
      </button>
      <output>{answer}</output>
    </BookCard>
  )
}

const meta: Meta = { title: 'Keys/Cached function' }
export default meta

export const Story: StoryObj = {
  name: 'Cached function',
  ...createStory({
    lesson:
      'A cached function can be a key: the hook needs no fetcher, and shares its entries with every call of the function.',
    show: Example,
    source,
    async play(canvas) {
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network', isStale: 'no' })
      await clickButton(canvas, 'Call the function')
      await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('Middlemarch'))
      await expectNetwork(canvas, 'GET /books/1 sent', 'GET /books/1 answered')
    },
  }),
}
