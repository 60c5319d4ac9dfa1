import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Sink } from 'cachetta/react'
import { useCachettaSubscription } from 'cachetta/react'
import type { ReactNode } from 'react'
import { createStory } from '../stage/create-story.tsx'
import { clickButton, expectLine, expectResult } from '../stage/play.ts'
import { ReloadablePage } from '../stage/reloadable-page.tsx'
import { ResultPanel } from '../stage/result-panel.tsx'
import { useLibrary } from '../stage/stage-context.ts'
import source from './subscription.stories.tsx?raw'

function Readers(): ReactNode {
  const { watchReaders } = useLibrary()
  const result = useCachettaSubscription('readers', (_key, { next }: Sink<string>) =>
    watchReaders((count) => next(null, `${count} readers`)),
  )
  return <ResultPanel result={result} />
}

function Example(): ReactNode {
  const { enter } = useLibrary()
  return (
    <ReloadablePage>
      <div className="toolbar">
        <button type="button" onClick={enter}>
          A reader enters
        </button>
      </div>
      <Readers />
    </ReloadablePage>
  )
}

const meta: Meta = { title: 'Live/Subscription' }
export default meta

export const Story: StoryObj = {
  name: 'Subscription',
  ...createStory({
    lesson:
      'A source sends data by itself, for example over a WebSocket; the disk keeps the last message for the next visit.',
    show: Example,
    source,
    async play(canvas) {
      await clickButton(canvas, 'A reader enters')
      await expectResult(canvas, { data: '13 readers' })
      await expectLine(canvas, 'disk', 'wrote readers')
      await clickButton(canvas, 'Reload the page')
      await expectLine(canvas, 'disk', 'read readers: found')
      await expectResult(canvas, { data: '13 readers', source: 'disk' })
    },
  }),
}
