import type { Meta, StoryObj } from '@storybook/react-vite'
import { Cachetta, indexedDbStore, memoryStore } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { hydrate, withState } from 'cachetta/ssr'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import type { Root } from 'react-dom/client'
import { hydrateRoot } from 'react-dom/client'
import { renderToReadableStream } from 'react-dom/server'
import { expect } from 'storybook/test'
import { BookCard, BookView } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { ServerPage } from '../stage/server-page.tsx'
import type { Surroundings } from '../stage/stage-context.ts'
import { StageContext, useLibrary } from '../stage/stage-context.ts'
import source from './streaming.stories.tsx?raw'

function Reader({ name, url }: { readonly name: string; readonly url: string }): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta(url, getBook, { duration: '1h', suspense: true })
  return <BookCard result={result} name={name} />
}

function App({ cache, stage }: { readonly cache: Cachetta; readonly stage: Surroundings }): ReactNode {
  return (
    <StageContext value={stage}>
      <CachettaProvider cache={cache}>
        <div className="pair">
          <Suspense fallback={<BookView book={undefined} name="Ada" />}>
            <Reader name="Ada" url="/books/1" />
          </Suspense>
          <Suspense fallback={<BookView book={undefined} name="Ben" />}>
            <Reader name="Ben" url="/books/2" />
          </Suspense>
        </div>
      </CachettaProvider>
    </StageContext>
  )
}

/** On the server: each part of the page is sent when its book is there, with the entry in front of it. */
async function respond(stage: Surroundings): Promise<ReadableStream<Uint8Array>> {
  const scope = new Cachetta({ path: 'page', store: memoryStore() }).scope()
  return withState(scope, await renderToReadableStream(<App cache={scope} stage={stage} />))
}

/** In the browser: `hydrate` reads the entries of all parts. */
function start(element: HTMLElement, stage: Surroundings): Root {
  const cache = new Cachetta({ path: 'page', store: indexedDbStore() })
  hydrate(cache)
  return hydrateRoot(element, <App cache={cache} stage={stage} />)
}

const meta: Meta = { title: 'Server/Streaming' }
export default meta

export const Story: StoryObj = {
  name: 'Streaming',
  ...createStory({
    lesson: 'The server sends each part of a page as soon as its data is there; the script then sends no request.',
    show: () => <ServerPage respond={respond} start={start} />,
    source,
    async play(canvas) {
      await clickButton(canvas, 'Open the page')
      await answerRequest(canvas, 'GET /books/2')
      await expect(await canvas.findByRole('heading', { name: 'Bleak House' })).toBeVisible()
      await expect(canvas.getByRole('heading', { name: 'Loading …' })).toBeVisible()
      await answerRequest(canvas, 'GET /books/1')
      await expect(await canvas.findByRole('heading', { name: 'Middlemarch' })).toBeVisible()
      await clickButton(canvas, 'Start its script')
      await expectLine(canvas, 'screen', 'Ada sees Middlemarch, 3 copies')
      await expectResult(canvas, { data: 'Bleak House, 5 copies', isValidating: 'no' }, 'Result for Ben')
      await expectNetwork(
        canvas,
        'GET /books/1 sent',
        'GET /books/2 sent',
        'GET /books/2 answered',
        'GET /books/1 answered',
      )
    },
  }),
}
