import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta, useCachettaMutation } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, formatCopies } from './stage/book-card.tsx'
import { createStory } from './stage/create-story.tsx'
import { formatBoolean, formatError, HistoryTable, NONE } from './stage/history-table.tsx'
import { BOOKS } from './stage/library.ts'
import { answerRequest, clickButton, waitForRequests, waitForResult } from './stage/play.ts'
import { ResultHistory, readFields } from './stage/result-history.tsx'
import { MINUTE } from './stage/sandbox.ts'
import { useSandbox } from './stage/sandbox-context.ts'

const meta: Meta = { title: 'Mutations/Mutation' }
export default meta

function Example(): ReactNode {
  const { borrowBook, getBook } = useSandbox().library
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, error, isMutating, reset, trigger } = useCachettaMutation('/books/1', borrowBook, {
    throwOnError: false,
  })
  return (
    <>
      <BookCard book={result.data}>
        <button type="button" disabled={isMutating} onClick={() => trigger()}>
          Borrow
        </button>
        <button type="button" onClick={reset}>
          Reset
        </button>
      </BookCard>
      <HistoryTable
        label="Results of useCachettaMutation"
        row={{
          data: data ? formatCopies(data) : NONE,
          isMutating: formatBoolean(isMutating),
          error: formatError(error),
        }}
      />
      <ResultHistory
        label="Results of useCachetta"
        fields={readFields(result)}
        data={result.data && formatCopies(result.data)}
      />
    </>
  )
}

export const Mutation: StoryObj = {
  ...createStory(
    {
      path: 'stories/mutation',
      storedEntries: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "const { trigger, isMutating } = useCachettaMutation('/books/1', borrowBook)",
      description: 'The trigger sends the change. After the server answers, every component with this key revalidates.',
    },
    Example,
  ),
  play: async ({ canvas }) => {
    const [mutation, query] = ['Results of useCachettaMutation', 'Results of useCachetta']
    await waitForResult(canvas, { data: '3 copies', source: 'store', isValidating: 'no' }, query)
    await clickButton(canvas, 'Borrow')
    await waitForResult(canvas, { data: '–', isMutating: 'yes' }, mutation)
    await answerRequest(canvas, 'POST /books/1/loans')
    await waitForResult(canvas, { data: '2 copies', isMutating: 'no', error: '–' }, mutation)
    await waitForResult(canvas, { data: '3 copies', isLoading: 'no', isValidating: 'yes' }, query)
    await answerRequest(canvas, 'GET /books/1')
    await waitForResult(canvas, { data: '2 copies', source: 'network', isValidating: 'no' }, query)
    await waitForRequests(canvas, 'POST /books/1/loans answered', 'GET /books/1 answered')
    await clickButton(canvas, 'Reset')
    await waitForResult(canvas, { data: '–', isMutating: 'no' }, mutation)
  },
}
