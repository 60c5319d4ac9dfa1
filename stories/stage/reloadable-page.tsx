import { Cachetta } from 'cachetta'
import { CachettaProvider } from 'cachetta/react'
import { useStory } from 'cachetta/storybook'
import type { Context, ReactNode } from 'react'
import { createContext, useContext, useState } from 'react'
import { reopenStore } from './observed-store.ts'
import { useSurroundings } from './stage-context.ts'

const PageCacheContext: Context<Cachetta | null> = createContext<Cachetta | null>(null)

/** The cache of the page around a component: that of the story, or the one after the last reload. */
export function usePageCache(): Cachetta {
  const story = useStory()
  return useContext(PageCacheContext) ?? story.cache
}

interface ReloadablePageProps {
  /** What happens before the first render of a page, for example `restore`. @default nothing */
  readonly beforeRender?: (cache: Cachetta) => Promise<void>
  readonly children: ReactNode
}

/** A page with a button that reloads it: unmounts all components and replaces the cache. Only the database stays. */
export function ReloadablePage({ beforeRender, children }: ReloadablePageProps): ReactNode {
  const story = useStory()
  const { timeline } = useSurroundings()
  const [page, setPage] = useState({ cache: story.cache, number: 1 })
  const reload = async () => {
    timeline.add('screen', 'the page reloads: its memory is gone')
    const cache = reopenCache(story.cache)
    await beforeRender?.(cache)
    setPage({ cache, number: page.number + 1 })
  }
  return (
    <>
      <div className="toolbar">
        <button type="button" onClick={() => void reload()}>
          Reload the page
        </button>
      </div>
      <CachettaProvider key={page.number} cache={page.cache}>
        <PageCacheContext value={page.cache}>{children}</PageCacheContext>
      </CachettaProvider>
    </>
  )
}

/** Returns the cache of another page over the same database: with an engine and a memory of its own. */
export function reopenCache({ path, store }: Cachetta): Cachetta {
  return new Cachetta({ path, store: reopenStore(store) })
}
