import type { ProviderOptions } from 'cachetta/react'
import { CachettaProvider } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { NetworkPanel } from './network-panel.tsx'
import { WorldContext } from './stage-context.ts'
import type { World } from './world.ts'

export interface Staging {
  /** The call that the story is about. */
  readonly call: string
  /** What is to be seen, and what to try. */
  readonly says: string
}

interface StageProps extends Staging {
  /** What the story is called. */
  readonly name: string
  readonly world: World
  readonly children: ReactNode
}

/** A component in its world: what it is, what it shows, and the network that it hangs on. */
export function Stage({ call, children, name, says, world }: StageProps): ReactNode {
  const { cache, network } = world
  useEffect(() => network.hangUp, [network])
  return (
    <WorldContext value={world}>
      <article className="stage">
        <header>
          <h1>{name}</h1>
          <code>{call}</code>
          <p>{says}</p>
        </header>
        <CachettaProvider cache={cache} options={optionsFor(world)}>
          {children}
        </CachettaProvider>
        <NetworkPanel network={network} />
      </article>
    </WorldContext>
  )
}

/** Nothing moves unless someone moves it: the focus wanders between Storybook's frames, and retries come when they come. */
function optionsFor({ network }: World): ProviderOptions {
  const { isOnline, onReconnect } = network
  return { isOnline, initReconnect: onReconnect, revalidateOnFocus: false, shouldRetryOnError: false }
}
