import { Cachetta } from 'cachetta'
import type { OutboxEntry } from 'cachetta/outbox'
import type { ShownOutbox } from 'cachetta/react'
import { CachettaProvider, useCachettaConfig } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { DevtoolsModel } from './model/devtools-model.ts'
import { EventLog } from './model/event-log.ts'
import { followOffline } from './network/browser-offline.ts'
import { createProviderOptions } from './network/middleware.ts'
import type { DevtoolsNetwork } from './network/network.ts'
import { createNetwork } from './network/network.ts'
import { Panel } from './view/panel.tsx'
import { PanelRoot } from './view/shadow-root.tsx'

/** The props of {@link CachettaDevtools}. */
export interface DevtoolsProps {
  /**
   * The cache to look into, with all caches below its path.
   * @default that of the provider above, else the cache of hooks without a provider
   */
  readonly cache?: Cachetta | undefined
  /** An outbox of `cachetta/outbox`. @default the panel shows none */
  readonly outbox?: ShownOutbox<OutboxEntry> | undefined
  /**
   * The application. What its hooks fetch and send can be delayed and can fail. @default the panel stands alone, and can do neither
   */
  readonly children?: ReactNode
  /** True: the panel is open from the start. @default false */
  readonly defaultOpen?: boolean | undefined
  /** The corner of its button. @default 'right' */
  readonly side?: 'left' | 'right' | undefined
  /** Light or dark, or what the system prefers. @default 'system' */
  readonly theme?: 'system' | 'light' | 'dark' | undefined
  /** The nonce of the page's policy for styles. Only browsers without constructed style sheets need it. @default none */
  readonly nonce?: string | undefined
}

/**
 * The same panel, in every build: for a production page that asks for it. A server renders its children alone.
 * @example
 * ```tsx
 * import { lazy, Suspense } from 'react'
 *
 * const Devtools = lazy(async () => ({ default: (await import('cachetta/devtools/production')).CachettaDevtools }))
 *
 * export const Inspected = ({ isOpen }: { isOpen: boolean }) => <Suspense>{isOpen && <Devtools defaultOpen />}</Suspense>
 * ```
 */
export function Devtools({ cache: given, children, outbox, ...look }: DevtoolsProps): ReactNode {
  const { cache: inherited } = useCachettaConfig()
  const cache = given ?? (inherited as Cachetta | undefined)
  const [{ log, network, options }] = useState(createParts)
  useEffect(() => followOffline(network), [network])
  const hasNetwork = children !== undefined
  const content = (
    <>
      <EventFollower cache={cache} log={log} />
      {children}
      <PanelRoot nonce={look.nonce}>
        <PanelOfCache {...{ cache, hasNetwork, log, look, network, outbox }} />
      </PanelRoot>
    </>
  )
  if (!hasNetwork) return content
  return (
    <CachettaProvider cache={cache} options={options}>
      {content}
    </CachettaProvider>
  )
}

function createParts() {
  const network = createNetwork()
  return { log: new EventLog(), network, options: createProviderOptions(network) }
}

/** The cache of hooks without a provider: it has this path, over the default store. */
const openDefaultCache = (): Cachetta => new Cachetta({ path: 'cachetta' })

/** React warns of `useLayoutEffect` on a server, where no effect runs. */
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** Stands before the application, so its effect runs before those of the hooks: the log has their first requests. */
function EventFollower({ cache, log }: Pick<PanelOfCacheProps, 'cache' | 'log'>): ReactNode {
  useCommitEffect(() => log.follow(cache ?? openDefaultCache()), [cache, log])
  return null
}

interface PanelOfCacheProps extends Pick<DevtoolsProps, 'cache' | 'outbox'> {
  readonly log: EventLog
  readonly network: DevtoolsNetwork
  readonly hasNetwork: boolean
  readonly look: Pick<DevtoolsProps, 'defaultOpen' | 'side' | 'theme'>
}

/** Its model begins in the browser, because a server never shows it. */
function PanelOfCache({ cache, log, look, outbox, ...props }: PanelOfCacheProps): ReactNode {
  const model = useMemo(() => new DevtoolsModel(cache ?? openDefaultCache(), log), [cache, log])
  const { defaultOpen = false, side = 'right', theme = 'system' } = look
  return <Panel {...{ model, outbox, side, theme, ...props }} isInitiallyOpen={defaultOpen} />
}
