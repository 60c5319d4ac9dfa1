import type { StoryNetwork } from 'cachetta/storybook'
import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Library, Send } from './library.ts'
import { createLibrary } from './library.ts'
import type { Timeline } from './timeline.ts'

/** What surrounds the component of a story. */
export interface Surroundings {
  readonly timeline: Timeline
  readonly library: Library
}

export const StageContext: Context<Surroundings | null> = createContext<Surroundings | null>(null)

/** The API of the server of the story. */
export function useLibrary(): Library {
  return useSurroundings().library
}

export function useSurroundings(): Surroundings {
  const surroundings = useContext(StageContext)
  if (surroundings === null) throw new Error('No stage. Create the story with `createStory(…)`.')
  return surroundings
}

/** Connects the library to the network of the story. Each request appears in the time line. */
export function createSurroundings(network: StoryNetwork, timeline: Timeline): Surroundings {
  timeline.clear()
  const send: Send = async (title, respond, signal) => {
    timeline.add('network', `${title} sent`)
    try {
      const data = await network.send(title, respond, signal)
      timeline.add('network', `${title} answered`)
      return data
    } catch (error) {
      timeline.add('network', `${title} ${signal?.aborted ? 'aborted' : 'failed'}`)
      throw error
    }
  }
  return { timeline, library: createLibrary(send) }
}
