import { useStory } from 'cachetta/storybook'
import type { ComponentType, ReactNode } from 'react'
import { useState } from 'react'
import { NetworkPanel } from './network-panel.tsx'
import { timelineOf } from './observed-store.ts'
import { mountAgain, playStory } from './play-button.ts'
import { extractSource } from './source.ts'
import { createSurroundings, StageContext } from './stage-context.ts'
import { TimelinePanel } from './timeline-panel.tsx'

export interface StageText {
  /** What one learns from the story, in one sentence. */
  readonly lesson: string
  /** The text of the story's file: `import source from './fresh.stories.tsx?raw'`. */
  readonly source: string
}

interface StageProps extends StageText {
  /** The name of the story, and its id in Storybook. */
  readonly name: string
  readonly id: string
  /** The component that the story shows. */
  readonly show: ComponentType
}

/** The layout of a story: its lesson, its component, the network, what happened, and the source. */
export function Stage({ id, lesson, name, show: Example, source }: StageProps): ReactNode {
  const { cache, network } = useStory()
  const [surroundings] = useState(() => createSurroundings(network, timelineOf(cache.store)))
  return (
    <StageContext value={surroundings}>
      <main className="stage">
        <header>
          <h1>{name}</h1>
          <p>{lesson}</p>
          <div className="actions">
            <button type="button" className="primary" onClick={() => playStory(id)}>
              Play
            </button>
            <button type="button" onClick={() => mountAgain(id)}>
              Start again
            </button>
          </div>
        </header>
        <div className="example">
          <Example />
        </div>
        <div className="column">
          <NetworkPanel network={network} />
          <TimelinePanel timeline={surroundings.timeline} />
        </div>
        <section className="source" aria-label="Source">
          <h2>Source</h2>
          <pre>
            <code>{extractSource(source)}</code>
          </pre>
        </section>
      </main>
    </StageContext>
  )
}
