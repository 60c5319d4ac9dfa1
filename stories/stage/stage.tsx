import type { ProviderOptions } from 'cachetta/react'
import { CachettaProvider } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { NetworkPanel } from './network-panel.tsx'
import type { Sandbox } from './sandbox.ts'
import { SandboxContext } from './sandbox-context.ts'

export interface StoryText {
  /** The hook call that the story shows. */
  readonly call: string
  /** What the story shows, and what the reader can try. */
  readonly description: string
}

interface StageProps extends StoryText {
  /** The name of the story. */
  readonly name: string
  readonly sandbox: Sandbox
  readonly children: ReactNode
}

/** The layout of a story: its text, its component, and the network panel. */
export function Stage({ call, children, description, name, sandbox }: StageProps): ReactNode {
  const { cache, network } = sandbox
  useEffect(() => network.close, [network])
  return (
    <SandboxContext value={sandbox}>
      <article className="stage">
        <header>
          <h1>{name}</h1>
          <code>{call}</code>
          <p>{description}</p>
        </header>
        <CachettaProvider cache={cache} options={createOptions(sandbox)}>
          {children}
        </CachettaProvider>
        <NetworkPanel network={network} />
      </article>
    </SandboxContext>
  )
}

/**
 * Every request starts with a click, or with a mount. So there is no revalidation on focus, because focus moves between the
 * frames of Storybook, and no retry, because it starts at a random time.
 */
function createOptions({ network }: Sandbox): ProviderOptions {
  const { isOnline, onReconnect } = network
  return { isOnline, initReconnect: onReconnect, revalidateOnFocus: false, shouldRetryOnError: false }
}
