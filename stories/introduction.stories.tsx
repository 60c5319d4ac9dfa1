import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'

interface Group {
  readonly name: string
  readonly lesson: string
  /** The address of the first story: the folder and the name of its file. */
  readonly first: readonly [folder: string, story: string]
}

/** The groups in the order of learning. */
const GROUPS: readonly Group[] = [
  { name: 'First steps', lesson: 'Where data comes from: network, disk, memory.', first: ['first-steps', 'loading'] },
  { name: 'Keys', lesson: 'What a key is, and what happens when it changes.', first: ['keys', 'shared-key'] },
  {
    name: 'Changing data',
    lesson: 'Change an entry, before or after the server has.',
    first: ['changing-data', 'mutate'],
  },
  { name: 'Lists', lesson: 'Lists of pages, in both directions, after a reload.', first: ['lists', 'infinite'] },
  { name: 'Waiting', lesson: 'Suspense, promises, and how not to wait at all.', first: ['waiting', 'suspense'] },
  { name: 'Trouble', lesson: 'Errors, retries, no network, a full disk.', first: ['trouble', 'error-with-old-data'] },
  {
    name: 'Outbox',
    lesson: 'Changes that wait for the network, also across a reload.',
    first: ['outbox', 'survives-a-reload'],
  },
  { name: 'Live', lesson: 'Data that changes by itself, in all tabs.', first: ['live', 'polling'] },
  { name: 'Server', lesson: 'Pages that a server renders, whole or as a stream.', first: ['server', 'hydration'] },
  { name: 'Control', lesson: 'What renders, what is deleted, what is never stored.', first: ['control', 'select'] },
  { name: 'Look inside', lesson: 'The devtools: entries, events, the outbox.', first: ['look-inside', 'empty'] },
]

/** Every story on disk, by its path. Vite does not load them. */
const files = Object.keys(import.meta.glob('./*/*.stories.tsx'))

function Introduction(): ReactNode {
  return (
    <main className="stage introduction">
      <header>
        <h1>Cachetta: one cache from the disk to the hook</h1>
        <p>
          A component asks for a key. The hook shows what memory has, else what the disk has, and asks the network if
          that is missing or too old. What the network answers is kept in memory and on the disk, so the next visit
          shows it at once.
        </p>
      </header>
      <section className="panel wide" aria-label="How to read a story">
        <h2>How to read a story</h2>
        <ul className="list">
          <li>A story waits for you. “Play” plays it; “Start again” begins with the first state.</li>
          <li>
            Requests wait until you answer them or let them fail. Choose a latency, and they are answered by themselves.
          </li>
          <li>“What happened” lists each use of memory, disk and network, and what the screen shows.</li>
          <li>The cache is real: its disk is the IndexedDB of this browser. Each story begins with its own entries.</li>
        </ul>
      </section>
      <nav className="groups wide" aria-label="Groups of stories">
        {GROUPS.map((group) => (
          <GroupCard key={group.name} group={group} />
        ))}
      </nav>
    </main>
  )
}

function GroupCard({ group: { first, lesson, name } }: { readonly group: Group }): ReactNode {
  const [folder] = first
  const count = files.filter((file) => file.startsWith(`./${folder}/`)).length
  return (
    <a className="panel group" href={toAddress(first)} target="_top">
      <strong>{name}</strong>
      <span>{lesson}</span>
      <span className="none">{count} stories</span>
    </a>
  )
}

/** The titles follow the files: `first-steps/loading.stories.tsx` is the story `first-steps-loading--story`. */
function toAddress([folder, story]: Group['first']): string {
  return `./?path=/story/${folder}-${story}--story`
}

const meta: Meta = { title: 'Introduction' }
export default meta

export const Page: StoryObj = {
  name: 'Introduction',
  render: () => <Introduction />,
  play: async ({ canvas }) => {
    const links = canvas.getAllByRole('link')
    const folders = new Set(files.map((file) => file.split('/')[1]))
    if (links.length !== folders.size) throw new Error(`${links.length} groups for ${folders.size} folders`)
    for (const { first } of GROUPS) {
      const file = `./${first.join('/')}.stories.tsx`
      if (!files.includes(file)) throw new Error(`${file} does not exist`)
    }
  },
}
