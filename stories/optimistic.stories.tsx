import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import type { Book } from './stage/library.ts'
import { BOOKS } from './stage/library.ts'
import { reasonOf } from './stage/moments.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, fail, press, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'
import { MINUTE } from './stage/world.ts'

const meta: Meta = { title: 'Changing/Optimistic update' }
export default meta

function Scene(): ReactNode {
  const { borrow, getBook } = useWorld().library
  const [note, setNote] = useState('')
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  const { data, mutate } = result
  const take = async (book: Book) => {
    const optimisticData = { ...book, copies: book.copies - 1 }
    setNote('')
    try {
      await mutate(() => borrow('/books/1'), { optimisticData, revalidate: false })
      setNote('Yours for four weeks.')
    } catch (error) {
      setNote(`Not borrowed: ${reasonOf(error)}.`)
    }
  }
  return (
    <>
      <BookCard book={data}>
        <button type="button" disabled={data === undefined} onClick={() => data && take(data)}>
          Borrow
        </button>
        <output>{note}</output>
      </BookCard>
      <Returned fields={fieldsOf(result)} data={data && copiesIn(data)} />
    </>
  )
}

export const OptimisticUpdate: StoryObj = {
  name: 'Optimistic update',
  ...onStage(
    {
      path: 'stories/optimistic',
      left: [{ key: '/books/1', data: BOOKS['/books/1'], age: 5 * MINUTE }],
      call: "mutate(() => borrow('/books/1'), { optimisticData, revalidate: false })",
      says: 'Borrow, and there is a copy less at once, before the server knows. Where it fails, what was true shows again; where it answers, its answer is kept.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await untilReturned(canvas, { data: '3 copies in', source: 'store', age: '5 min' })
    await press(canvas, 'Borrow')
    await untilReturned(canvas, { data: '2 copies in' })
    await fail(canvas, 'POST /books/1/loans')
    await untilReturned(canvas, { data: '3 copies in', source: 'store', age: '5 min' })
    await expect(await canvas.findByText('Not borrowed: server failed.')).toBeVisible()
    await press(canvas, 'Borrow')
    await untilReturned(canvas, { data: '2 copies in' })
    await answer(canvas, 'POST /books/1/loans')
    await expect(await canvas.findByText('Yours for four weeks.')).toBeVisible()
    await untilReturned(canvas, { data: '2 copies in', age: 'just now', isValidating: 'no' })
    await untilAsked(canvas, 'POST /books/1/loans failed', 'POST /books/1/loans answered')
  },
}
