import type { Meta, StoryObj } from '@storybook/react-vite'
import { Cachetta, indexedDbStore, memoryStore, prefetch } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { dehydrate, hydrate } from 'cachetta/ssr'
import type { ReactNode } from 'react'
import type { Root } from 'react-dom/client'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { answerRequest, clickButton, expectNetwork, expectResult } from '../stage/play.ts'
import { ServerPage } from '../stage/server-page.tsx'
import type { Surroundings } from '../stage/stage-context.ts'
import { StageContext, useLibrary } from '../stage/stage-context.ts'
import source from './hydration.stories.tsx?raw'

function Page(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return <BookCard result={result} />
}

function App({ cache, stage }: { readonly cache: Cachetta; readonly stage: Surroundings }): ReactNode {
  return (
    <StageContext value={stage}>
      <CachettaProvider cache={cache}>
        <Page />
      </CachettaProvider>
    </StageContext>
  )
}

/** On the server: one scope for each request, which has fetched what the page needs. */
async function respond(stage: Surroundings): Promise<string> {
  const scope = new Cachetta({ path: 'page', store: memoryStore() }).scope()
  await prefetch(scope, '/books/1', stage.library.getBook, { duration: '1h' })
  const html = renderToString(<App cache={scope} stage={stage} />)
  return `<div id="app">${html}</div><script type="application/json" id="state">${dehydrate(scope)}</script>`
}

/** In the browser: the entries of the server first, then the components. */
function start(element: HTMLElement, stage: Surroundings): Root {
  const cache = new Cachetta({ path: 'page', store: indexedDbStore() })
  hydrate(cache, element.querySelector('#state')?.textContent)
  return hydrateRoot(element.querySelector('#app') ?? element, <App cache={cache} stage={stage} />)
}

const meta: Meta = { title: 'Server/Hydration' }
export default meta

export const Story: StoryObj = {
  name: 'Hydration',
  ...createStory({
    lesson: 'The server sends HTML and the entries behind it: the script shows the same page, and sends no request.',
    show: () => <ServerPage respond={respond} start={start} />,
    source,
    async play(canvas) {
      await clickButton(canvas, 'Open the page')
      await answerRequest(canvas, 'GET /books/1')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'server' })
      await clickButton(canvas, 'Start its script')
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', isLoading: 'no', isValidating: 'no' })
      await expectNetwork(canvas, 'GET /books/1 sent', 'GET /books/1 answered')
    },
  }),
}
