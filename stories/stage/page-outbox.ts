import type { Cachetta } from 'cachetta'
import type { OutboxOptions } from 'cachetta/outbox'
import type { StoryNetwork } from 'cachetta/storybook'
import { useStory } from 'cachetta/storybook'
import { useEffect, useState } from 'react'
import type { Library } from './library.ts'
import { usePageCache } from './reloadable-page.tsx'
import { useLibrary } from './stage-context.ts'

/** Creates the outbox of a story, with options that make it follow the network of the story. */
export type CreateOutbox<Outbox> = (cache: Cachetta, library: Library, options: OutboxOptions) => Outbox

/** Returns the outbox of this page. A reload closes it, and the next page creates another one over the same database. */
export function usePageOutbox<Outbox extends { close(): Promise<void> }>(create: CreateOutbox<Outbox>): Outbox {
  const cache = usePageCache()
  const { network } = useStory()
  const library = useLibrary()
  const [outbox] = useState(() => create(cache, library, followNetwork(network)))
  useEffect(() => () => void outbox.close(), [outbox])
  return outbox
}

function followNetwork(network: StoryNetwork): OutboxOptions {
  return {
    isOnline: () => !network.getState().offline,
    initReconnect: (callback) =>
      network.subscribe(() => {
        if (!network.getState().offline) callback()
      }),
  }
}
