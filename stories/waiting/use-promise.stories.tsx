import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense, use } from 'react'
import { expect } from 'storybook/test'
import { createStory } from '../stage/create-story.tsx'
import type { Book } from '../stage/library.ts'
import { answerRequest, clickButton } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './use-promise.stories.tsx?raw'

function Title({ promise }: { readonly promise: Promise<Book> }): ReactNode {
  const { title } = use(promise)
  return <>{title}</>
}

function Example(): ReactNode {
  const { getBook } = useLibrary()
  const { mutate, promise } = useCachetta('/books/1', getBook)
  return (
    <section className="book" aria-label="Book">
      <h2>
        <Suspense fallback="Loading …">
          <Title promise={promise} />
        </Suspense>
      </h2>
      <div className="actions">
        <button type="button" onClick={() => mutate()}>
          Revalidate
        </button>
      </div>
    </section>
  )
}

const meta: Meta = { title: 'Waiting/Use promise' }
export default meta

export const Story: StoryObj = {
  name: 'Use promise',
  ...createStory({
    lesson: 'The hook has a promise for React’s use(): start the request here, and wait for it in a component below.',
    show: Example,
    source,
    async play(canvas) {
      await expect(await canvas.findByRole('heading', { name: 'Loading …' })).toBeVisible()
      await answerRequest(canvas, 'GET /books/1')
      await expect(await canvas.findByRole('heading', { name: 'Middlemarch' })).toBeVisible()
      await clickButton(canvas, 'Revalidate')
      await answerRequest(canvas, 'GET /books/1')
      await expect(canvas.getByRole('heading', { name: 'Middlemarch' })).toBeVisible()
    },
  }),
}
