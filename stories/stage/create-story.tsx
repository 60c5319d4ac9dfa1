import type { StoryObj } from '@storybook/react-vite'
import type { Store } from 'cachetta'
import { indexedDbStore } from 'cachetta'
import type { CachettaParameters } from 'cachetta/storybook'
import type { ComponentType } from 'react'
import { observeStore } from './observed-store.ts'
import type { Canvas } from './play.ts'
import { shouldPlay } from './play-button.ts'
import type { StageText } from './stage.tsx'
import { Stage } from './stage.tsx'

interface StoryOptions extends StageText, Omit<CachettaParameters, 'intercept' | 'store'> {
  /** The component that the story shows. */
  readonly show: ComponentType
  /** Plays the story, and asserts what it shows. */
  readonly play: (canvas: Canvas) => Promise<void>
  /** Changes the database of the story. @default it stays as it is */
  readonly changeStore?: (store: Store) => Store
}

/**
 * Every request waits for a click. So there is no revalidation on focus, because focus moves between the frames of Storybook, and no
 * retry, because it starts at a random time.
 */
const hookOptions = { revalidateOnFocus: false, shouldRetryOnError: false }

/** Creates a story over the browser's IndexedDB, with a network whose requests wait until they are answered. */
export function createStory({
  changeStore = (store) => store,
  lesson,
  options,
  play,
  show,
  source,
  ...parameters
}: StoryOptions): StoryObj {
  const cachetta: CachettaParameters = {
    latency: Number.POSITIVE_INFINITY,
    ...parameters,
    intercept: false, // the library sends its requests itself, so that each has a title
    options: { ...hookOptions, ...options },
    store: () => observeStore(() => changeStore(indexedDbStore())),
  }
  return {
    parameters: { cachetta },
    render: (_, { id, title }) => (
      <Stage id={id} name={title.split('/').at(-1) ?? title} lesson={lesson} show={show} source={source} />
    ),
    play: async ({ canvas, id }) => {
      if (shouldPlay(id)) await play(canvas)
    },
  }
}
