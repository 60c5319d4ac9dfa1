import type { Meta, StoryObj } from '@storybook/react-vite'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect } from 'storybook/test'
import { BookCard, copiesIn } from './stage/book-card.tsx'
import { onStage } from './stage/on-stage.tsx'
import { answer, press, rowsOf, untilAsked, untilReturned } from './stage/reading.ts'
import { fieldsOf, Returned } from './stage/returned.tsx'
import { useWorld } from './stage/stage-context.ts'

const meta: Meta = { title: 'What is shown/Persisted reload' }
export default meta

function Page(): ReactNode {
  const { getBook } = useWorld().library
  const result = useCachetta('/books/1', getBook)
  return (
    <>
      <BookCard book={result.data} />
      <Returned fields={fieldsOf(result)} data={result.data && copiesIn(result.data)} />
    </>
  )
}

/** Loading a page again leaves nothing of it: no component, no memory. What there is comes from the database. */
function Scene(): ReactNode {
  const { cache, reopen } = useWorld()
  const [load, setLoad] = useState({ cache, number: 1 })
  return (
    <>
      <div className="toolbar">
        <button type="button" onClick={() => setLoad({ cache: reopen(), number: load.number + 1 })}>
          Reload the page
        </button>
        <output>page load {load.number}</output>
      </div>
      <CachettaProvider key={load.number} cache={load.cache}>
        <Page />
      </CachettaProvider>
    </>
  )
}

export const PersistedReload: StoryObj = {
  name: 'Persisted reload',
  ...onStage(
    {
      path: 'stories/reload',
      call: "useCachetta('/books/1', getBook)",
      says: 'The book came over the network once. Now the network is gone and the page is loaded again, with nothing in memory: it shows what IndexedDB has kept.',
    },
    Scene,
  ),
  play: async ({ canvas }) => {
    await answer(canvas, 'GET /books/1')
    await untilReturned(canvas, { data: '3 copies in', source: 'network', isValidating: 'no' })
    await press(canvas, 'Go offline')
    await press(canvas, 'Reload the page')
    await untilReturned(canvas, {
      data: '3 copies in',
      source: 'store',
      isStale: 'yes',
      isValidating: 'no',
      error: '–',
    })
    await expect(rowsOf(canvas)[0]).toMatchObject({ data: '–', source: '–' })
    await expect(canvas.getByRole('heading', { name: 'Middlemarch' })).toBeVisible()
    await untilAsked(canvas, 'GET /books/1 answered')
  },
}
