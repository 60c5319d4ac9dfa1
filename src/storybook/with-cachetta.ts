// The way of the data in a story:
//
//   parameters.cachetta, toolbar → network → options of the provider → hooks of the story
//                                → store   → cache                   → provider → hooks of the story

import { InvalidOptionError } from 'cachetta'
import { CachettaProvider } from 'cachetta/react'
import type { Context, FunctionComponent, ReactElement, ReactNode } from 'react'
import { createContext, createElement, useContext, useEffect, useLayoutEffect, useState } from 'react'
import { resolveNetwork } from './global-types.ts'
import { createProviderOptions } from './middleware.ts'
import type { StoryNetwork } from './network.ts'
import { createNetwork } from './network.ts'
import type { StoryContext } from './parameters.ts'
import { readParameters } from './parameters.ts'
import { createStoryCache } from './story-cache.ts'

const NetworkContext: Context<StoryNetwork | undefined> = createContext<StoryNetwork | undefined>(undefined)

/** The networks of the stories on the page, by the element that shows the story. */
const networks = new WeakMap<object, StoryNetwork>()

/**
 * The decorator for stories whose components use the hooks. Each mount of a story has a cache, a memory and a network of its own,
 * as `parameters.cachetta` describes them: see {@link CachettaParameters}. If the store is asynchronous, the story renders once its
 * entries are stored.
 * @throws {InvalidOptionError} when a parameter is unknown or has a wrong value; while rendering.
 * @example
 * ```ts
 * import { type CachettaParameters, withCachetta } from 'cachetta/storybook'
 *
 * export default { title: 'User', decorators: [withCachetta] }
 *
 * export const OldData = {
 *   parameters: {
 *     cachetta: {
 *       entries: [[['user', 1], { id: 1, name: 'Ada' }, { age: '1h' }]],
 *       failure: 'the server does not answer',
 *     } satisfies CachettaParameters,
 *   },
 * }
 * ```
 */
export function withCachetta(story: (update?: never) => unknown, context: StoryContext): ReactElement {
  const Story = story as unknown as FunctionComponent // it returns what the story renders, and takes no props that matter here
  return createElement(StoryProvider, { key: context.id, context }, createElement(Story))
}

/**
 * Returns the network of the story around a component.
 * @throws {InvalidOptionError} when no story with `withCachetta` is around it; while rendering.
 * @example
 * ```tsx
 * import { useStoryNetwork } from 'cachetta/storybook'
 *
 * export function OfflineButton() {
 *   const network = useStoryNetwork()
 *   return <button type="button" onClick={() => network.setState({ offline: true })}>Go offline</button>
 * }
 * ```
 */
export function useStoryNetwork(): StoryNetwork {
  const network = useContext(NetworkContext)
  if (network) return network
  throw new InvalidOptionError(
    'useStoryNetwork: there is no story around the component; add the decorator withCachetta',
  )
}

/**
 * Returns the network of a story that is shown, for its `play` function.
 * @param canvasElement The element of that name in the context of `play`.
 * @throws {InvalidOptionError} when no story with `withCachetta` is shown there.
 * @example
 * ```ts
 * import { networkOf } from 'cachetta/storybook'
 *
 * export const Offline = {
 *   play: async ({ canvasElement }: { canvasElement: HTMLElement }) => {
 *     networkOf(canvasElement).setState({ offline: true })
 *   },
 * }
 * ```
 */
export function networkOf(canvasElement: object): StoryNetwork {
  const network = networks.get(canvasElement)
  if (network) return network
  throw new InvalidOptionError('networkOf: no story with the decorator withCachetta is shown in this element')
}

interface StoryProviderProps {
  readonly context: StoryContext
  readonly children?: ReactNode
}

function StoryProvider({ children, context }: StoryProviderProps): ReactElement {
  const { canvasElement, globals } = context
  const parameters = readParameters(context)
  const { latency, failure, offline } = resolveNetwork(parameters, globals)
  const [{ cache, network, options, prepare }] = useState(() => openStory(context))
  const [isReady, setReady] = useState(prepare === undefined)
  const [error, setError] = useState<unknown>()

  useLayoutEffect(() => {
    if (!canvasElement) return undefined
    networks.set(canvasElement, network)
    return () => void networks.delete(canvasElement)
  }, [canvasElement, network])
  useEffect(() => network.setState({ latency, failure, offline }), [network, latency, failure, offline])
  useEffect(() => {
    prepare?.().then(() => setReady(true), setError)
  }, [prepare])

  if (error !== undefined) throw error
  const provider = createElement(CachettaProvider, { cache, options }, isReady ? children : null)
  return createElement(NetworkContext.Provider, { value: network }, provider)
}

function openStory(context: StoryContext) {
  const parameters = readParameters(context)
  const network = createNetwork(resolveNetwork(parameters, context.globals))
  const options = createProviderOptions(network, parameters.options, parameters.intercept)
  return { ...createStoryCache(context.id, parameters), network, options }
}
