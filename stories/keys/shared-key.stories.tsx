import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './shared-key.stories.tsx?raw'

function Reader({ name }: { readonly name: string }): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook)
  return (
    <BookCard result={result} name={name}>
      <button type="button" onClick={() => result.mutate()}>
        Revalidate for {name}
      </button>
    </BookCard>
  )
}

function Example(): ReactNode {
  return (
    <div className="pair">
      <Reader name="Ada" />
      <Reader name="Ben" />
    </div>
  )
}

const meta: Meta = { title: 'Keys/Shared key' }
export default meta

export const Story: StoryObj = {
  name: 'Shared key',
  ...createStory({
    lesson: 'Two components with the same key share one request, one entry, and each later change.',
    show: Example,
    source,
    async play(canvas) {
      await expectNetwork(canvas, 'GET /books/1 sent')
      await answerRequest(canvas, 'GET /books/1')
      for (const name of ['Ada', 'Ben']) {
        await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'network' }, `Result for ${name}`)
      }
      await clickButton(canvas, 'Revalidate for Ben')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isValidating: 'yes' }, 'Result for Ada')
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { isValidating: 'no' }, 'Result for Ada')
      const once = ['GET /books/1 sent', 'GET /books/1 answered']
      await expectNetwork(canvas, ...once, ...once)
    },
  }),
}
