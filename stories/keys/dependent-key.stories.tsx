import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, expectNetwork, expectResult } from '../stage/play.ts'
import { ResultPanel } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './dependent-key.stories.tsx?raw'

function Example(): ReactNode {
  const { getAuthor, getBook } = useLibrary()
  const book = useCachetta('/books/1', getBook)
  const author = useCachetta(book.data && `/authors/${book.data.author}`, getAuthor)
  return (
    <div className="pair">
      <BookCard result={book} name="the book" />
      <ResultPanel result={author} name="the author" />
    </div>
  )
}

const meta: Meta = { title: 'Keys/Dependent key' }
export default meta

export const Story: StoryObj = {
  name: 'Dependent key',
  ...createStory({
    lesson: 'A key that needs other data is falsy until that data is there; until then the hook fetches nothing.',
    show: Example,
    source,
    async play(canvas) {
      const [book, author] = ['Result for the book', 'Result for the author']
      await expectNetwork(canvas, 'GET /books/1 sent')
      await expectResult(canvas, { data: '–', isLoading: 'no', isValidating: 'no' }, author)
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies' }, book)
      await expectResult(canvas, { isLoading: 'yes' }, author)
      await answerRequest(canvas, 'GET /authors/George Eliot')
      await expectResult(canvas, { data: 'George Eliot', source: 'network' }, author)
    },
  }),
}
