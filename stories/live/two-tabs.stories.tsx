import type { Meta, StoryObj } from '@storybook/react-vite'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { reopenCache } from '../stage/reloadable-page.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './two-tabs.stories.tsx?raw'

function Tab({ name }: { readonly name: string }): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  return (
    <BookCard result={result} name={name}>
      <button type="button" onClick={() => data && mutate({ ...data, copies: data.copies - 1 }, false)}>
        Borrow in {name}
      </button>
    </BookCard>
  )
}

function Example(): ReactNode {
  const { cache } = useStory()
  const [other] = useState(() => reopenCache(cache)) // another engine over the same database
  return (
    <div className="pair">
      <Tab name="the first tab" />
      <CachettaProvider cache={other}>
        <Tab name="the second tab" />
      </CachettaProvider>
    </div>
  )
}

const meta: Meta = { title: 'Live/Two tabs' }
export default meta

export const Story: StoryObj = {
  name: 'Two tabs',
  ...createStory({
    lesson: 'Tabs share the disk: they send one request for both, and a change in one shows in the other at once.',
    show: Example,
    source,
    async play(canvas) {
      const [first, second] = ['Result for the first tab', 'Result for the second tab']
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies' }, first)
      await expectResult(canvas, { data: 'Middlemarch, 3 copies' }, second)
      await clickButton(canvas, 'Borrow in the second tab')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' }, second)
      await expectResult(canvas, { data: 'Middlemarch, 2 copies' }, first)
      await expectNetwork(canvas, 'GET /books/1 sent', 'GET /books/1 answered')
    },
  }),
}
