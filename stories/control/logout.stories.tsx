import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { BookCard } from '../stage/book-card.tsx'
import { createStory } from '../stage/create-story.tsx'
import { BOOKS } from '../stage/library.ts'
import { clickButton, expectLine, expectNetwork, expectResult } from '../stage/play.ts'
import { useLibrary } from '../stage/stage-context.ts'
import source from './logout.stories.tsx?raw'

function Account(): ReactNode {
  const { getBook } = useLibrary()
  const result = useCachetta('/books/1', getBook, { duration: '1h' })
  return <BookCard result={result} />
}

function Example(): ReactNode {
  const { cache } = useStory()
  const [isLoggedIn, setLoggedIn] = useState(true)
  const logOut = async () => {
    setLoggedIn(false)
    await cache.invalidateAll()
  }
  return (
    <>
      <div className="toolbar">
        <button type="button" disabled={!isLoggedIn} onClick={() => void logOut()}>
          Log out
        </button>
        <button type="button" disabled={isLoggedIn} onClick={() => setLoggedIn(true)}>
          Log in as somebody else
        </button>
      </div>
      {isLoggedIn ? <Account /> : <p>Nobody is logged in.</p>}
    </>
  )
}

const meta: Meta = { title: 'Control/Logout' }
export default meta

export const Story: StoryObj = {
  name: 'Logout',
  ...createStory({
    lesson:
      'invalidateAll() deletes every entry from memory and disk, in all tabs; the next visitor sees none of them.',
    entries: [['/books/1', BOOKS['/books/1'], { age: '5m' }]],
    show: Example,
    source,
    async play(canvas) {
      await expectResult(canvas, { data: 'Middlemarch, 3 copies', source: 'disk' })
      await clickButton(canvas, 'Log out')
      await expectLine(canvas, 'disk', 'deleted all entries')
      await clickButton(canvas, 'Log in as somebody else')
      await expectResult(canvas, { data: '–', isLoading: 'yes' })
      await expectNetwork(canvas, 'GET /books/1 sent')
    },
  }),
}
