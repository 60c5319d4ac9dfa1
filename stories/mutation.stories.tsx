import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta, useCachettaMutation } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { BOOKS } from './stage/library.ts'
import { Moments, NONE, reasonOf, yesOrNo } from './stage/moments.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'Changing/Mutation' }
export default meta

function Scene(): ReactNode {
  const { borrow, getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, error, isMutating, reset, trigger } = useCachettaMutation('/books/1', borrow, { throwOnError: false })
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
      <Moments
        label="What useCachettaMutation returned"
        row={{ data: data ? copiesIn(data) : NONE, isMutating: yesOrNo(isMutating), error: reasonOf(error) }}
      />
      <Returned
        label="What useCachetta returned"
        fields={fieldsOf(result)}
        data={result.data && copiesIn(result.data)}
      />
    </>
  )
}

export const Mutation: StoryObj = {
  ...onStage(
    {
      path: 'stories/mutation',
      left: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "const { trigger, isMutating } = useCachettaMutation('/books/1', borrow)",
      says: 'Sends what is to be changed when it is triggered. Once the server has answered, whoever shows the key asks for it anew.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    const [ofMutation, ofQuery] = ['What useCachettaMutation returned', 'What useCachetta returned']
    await untilReturned(canvas, { data: '3 copies in', source: 'store', isValidating: 'no' }, ofQuery)
    await press(canvas, 'Borrow')
    await untilReturned(canvas, { data: '–', isMutating: 'yes' }, ofMutation)
    await answer(canvas, 'POST /books/1/loans')
    await untilReturned(canvas, { data: '2 copies in', isMutating: 'no', error: '–' }, ofMutation)
    await untilReturned(canvas, { data: '3 copies in', isLoading: 'no', isValidating: 'yes' }, ofQuery)
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, { data: '2 copies in', source: 'network', isValidating: 'no' }, ofQuery)
    await untilAsked(canvas, 'POST /books/1/loans answered', 'GET /books/1 answered')
    await press(canvas, 'Reset')
    await untilReturned(canvas, { data: '–', isMutating: 'no' }, ofMutation)
  },
}
