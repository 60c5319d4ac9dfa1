import type { Meta, StoryObj } from '@storybook/react-vite'
import type { CacheEvent } from 'cachetta'
import { subscribeEvents } from 'cachetta'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useLayoutEffect, useState } from 'react'
import { expect, waitFor, within } from 'storybook/test'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { OLD_BOOK } from '../stage/library.ts'
import { answerRequest, clickButton } from '../stage/play.ts'
import { usePageCache } from '../stage/reloadable-page.tsx'
import { FieldList } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './events.stories.tsx?raw'

const describe = (event: CacheEvent): string => ('reason' in event ? `${event.type}: ${event.reason}` : event.type)

function Book(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1m' })
  return (
    <BookCard result={result}>
      <button type="button" onClick={() => result.mutate()}>
        Revalidate
      </button>
    </BookCard>
  )
}

function Events(): ReactNode {
  const cache = usePageCache()
  const [lines, setLines] = useState<readonly string[]>([])
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({})
  // Before the effects of other components, in which their hooks begin to fetch.
  useLayoutEffect(() => {
    const readCounts = async () => {
      const { computations, hits, misses, stale } = await cache.stats()
      setCounts({ hits: `${hits}`, stale: `${stale}`, misses: `${misses}`, computations: `${computations}` })
    }
    return subscribeEvents(cache, (event) => {
      setLines((known) => [...known, describe(event)])
      void readCounts()
    })
  }, [cache])
  return (
    <>
      <section className="list" aria-label="Events">
        <h2>Events</h2>
        <ul>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
            <li key={index}>{line}</li>
          ))}
        </ul>
      </section>
      <FieldList label="Counts" fields={counts} />
    </>
  )
}

function Example(): ReactNode {
  return (
    <>
      <Events />
      <Book />
    </>
  )
}

const meta: Meta = { title: 'Look inside/Events' }
export default meta

export const Story: StoryObj = {
  name: 'Events',
  ...createStory({
    lesson:
      'Each event says what the cache did, and why: the book is stale, so the hook fetches it. No event has data.',
    entries: [['/books/1', OLD_BOOK, { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      const events = await canvas.findByRole('region', { name: 'Events' })
      const readEvents = () =>
        within(events)
          .queryAllByRole('listitem')
          .map(({ textContent }) => textContent)
      await waitFor(() =>
        expect(readEvents()).toEqual(expect.arrayContaining(['stale', 'started: mount', 'computing'])),
      )
      await answerRequest(canvas, 'GET /books/1')
      await waitFor(() => expect(readEvents()).toEqual(expect.arrayContaining(['computed', 'stored', 'ended'])))
      await clickButton(canvas, 'Revalidate')
      await waitFor(() => expect(readEvents()).toContain('started: mutate'))
      await answerRequest(canvas, 'GET /books/1')
      await waitFor(() => expect(canvas.getByRole('region', { name: 'Counts' }).textContent).toContain('computations2'))
    },
  }),
}
