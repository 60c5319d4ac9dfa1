import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { answerRequest, clickButton, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'Keys/Shared key' }
export default meta

function Reader({ name }: { readonly name: string }): ReactNode {
  const { getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data}>
        <button type="button" onClick={() => result.mutate()}>
          Revalidate for {name}
        </button>
      </BookCard>
      <ResultHistory
        label={`Results for ${name}`}
        fields={readFields(result)}
        data={result.data && formatCopies(result.data)}
      />
    </>
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

export const SharedKey: StoryObj = {
  name: 'Shared key',
  ...createStory(
    {
      path: 'stories/shared-key',
      call: "useCachetta('/books/1', getBook)   // in two components",
      description:
        'Two components use the same key. One request serves both. If one component revalidates, both get the new data.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    const [ada, ben] = ['Results for Ada', 'Results for Ben']
    await waitForRequests(canvas, 'GET /books/1 waiting')
    await waitForResult(canvas, { isLoading: 'yes' }, ada)
    await waitForResult(canvas, { isLoading: 'yes' }, ben)
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, { data: '3 copies', source: 'network', isValidating: 'no' }, ada)
    await waitForResult(canvas, { data: '3 copies', source: 'network', isValidating: 'no' }, ben)
    await clickButton(canvas, 'Revalidate for Ben')
    await waitForResult(canvas, { data: '3 copies', isValidating: 'yes' }, ada)
    await waitForResult(canvas, { data: '3 copies', isValidating: 'yes' }, ben)
    await waitForRequests(canvas, 'GET /books/1 answered', 'GET /books/1 waiting')
  },
}
