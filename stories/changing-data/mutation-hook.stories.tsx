import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta, useCachettaMutation } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { formatBoolean, formatData, formatError } from '../stage/format.ts'
import { BOOKS } from '../stage/library.ts'
import { answerRequest, clickButton, expectResult } from '../stage/play.ts'
import { FieldList } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './mutation-hook.stories.tsx?raw'

function Example(): ReactNode {
  const { borrowBook, getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, error, isMutating, reset, trigger } = useCachettaMutation('/books/1', borrowBook, {
    throwOnError: false,
  })
  return (
    <>
      <BookCard result={result}>
        <button type="button" disabled={isMutating} onClick={() => trigger()}>
          Borrow
        </button>
        <button type="button" onClick={reset}>
          Reset
        </button>
      </BookCard>
      <FieldList
        label="Result of the mutation"
        fields={{ data: formatData(data), isMutating: formatBoolean(isMutating), error: formatError(error) }}
      />
    </>
  )
}

const meta: Meta = { title: 'Changing data/Mutation hook' }
export default meta

export const Story: StoryObj = {
  name: 'Mutation hook',
  ...createStory({
    lesson:
      'useCachettaMutation sends a change when you trigger it; then every component with this key asks the network again.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      const mutation = 'Result of the mutation'
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk', isValidating: 'no' })
      await clickButton(canvas, 'Borrow')
      await expectResult(canvas, { data: '–', isMutating: 'yes' }, mutation)
      await answerRequest(canvas, 'POST /books/1/loans')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', isMutating: 'no', error: '–' }, mutation)
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 2 copies', source: 'network', isValidating: 'no' })
      await clickButton(canvas, 'Reset')
      await expectResult(canvas, { data: '–', isMutating: 'no' }, mutation)
    },
  }),
}
