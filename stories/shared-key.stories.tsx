import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'Keys/Shared key' }
export default meta

function Reader({ name }: { readonly name: string }): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data}>
        <button type="button" onClick={() => result.mutate()}>
          Ask again for {name}
        </button>
      </BookCard>
      <Returned
        label={`What the hook returned to ${name}`}
        fields={fieldsOf(result)}
        data={result.data && copiesIn(result.data)}
      />
    </>
  )
}

function Scene(): ReactNode {
  return (
    <div className="pair">
      <Reader name="Ada" />
      <Reader name="Ben" />
    </div>
  )
}

export const SharedKey: StoryObj = {
  name: 'Shared key',
  ...onStage(
    {
      path: 'stories/shared-key',
      call: "useCachetta('/books/1', getBook)   // in two components",
      says: 'Two components ask for one key: one request serves both, and whoever asks again does so for both.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    const [toAda, toBen] = ['What the hook returned to Ada', 'What the hook returned to Ben']
    await untilAsked(canvas, 'GET /books/1 waiting')
    await untilReturned(canvas, { isLoading: 'yes' }, toAda)
    await untilReturned(canvas, { isLoading: 'yes' }, toBen)
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, { data: '3 copies in', source: 'network', isValidating: 'no' }, toAda)
    await untilReturned(canvas, { data: '3 copies in', source: 'network', isValidating: 'no' }, toBen)
    await press(canvas, 'Ask again for Ben')
    await untilReturned(canvas, { data: '3 copies in', isValidating: 'yes' }, toAda)
    await untilReturned(canvas, { data: '3 copies in', isValidating: 'yes' }, toBen)
    await untilAsked(canvas, 'GET /books/1 answered', 'GET /books/1 waiting')
  },
}
