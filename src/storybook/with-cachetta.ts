// The way of the data in a story:
//
//   parameters.cachetta, toolbar → network → options of the provider → hooks of the story
//                                → store   → cache                   → provider → hooks of the story

import type { Cachetta } from 'cachetta'
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

/** A story that is shown: each mount has another cache and another network. */
export interface MountedStory {
  /** The cache of the hooks in the story. */
  readonly cache: Cachetta
  /** The network of the story. */
  readonly network: StoryNetwork
}

const MountedStoryContext: Context<MountedStory | undefined> = createContext<MountedStory | undefined>(undefined)

/** The stories on the page, by the element that shows the story. */
const mountedStories = new WeakMap<object, MountedStory>()

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
 * Returns the story around a component.
 * @throws {InvalidOptionError} when no story with `withCachetta` is around it; while rendering.
 * @example
 * ```tsx
 * import { useStory } from 'cachetta/storybook'
 *
 * export function OfflineButton() {
 *   const { network } = useStory()
 *   return <button type="button" onClick={() => network.setState({ offline: true })}>Go offline</button>
 * }
 * ```
 */
export function useStory(): MountedStory {
  const story = useContext(MountedStoryContext)
  if (story) return story
  throw new InvalidOptionError('useStory: there is no story around the component; add the decorator withCachetta')
}

/**
 * Returns the story that an element shows, for its `play` function.
 * @param canvasElement The element of that name in the context of `play`.
 * @throws {InvalidOptionError} when no story with `withCachetta` is shown there.
 * @example
 * ```ts
 * import { storyOf } from 'cachetta/storybook'
 *
 * export const Offline = {
 *   play: async ({ canvasElement }: { canvasElement: HTMLElement }) => {
 *     storyOf(canvasElement).network.setState({ offline: true })
 *   },
 * }
 * ```
 */
export function storyOf(canvasElement: object): MountedStory {
  const story = mountedStories.get(canvasElement)
  if (story) return story
  throw new InvalidOptionError('storyOf: no story with the decorator withCachetta is shown in this element')
}

interface StoryProviderProps {
  readonly context: StoryContext
  readonly children?: ReactNode
}

function StoryProvider({ children, context }: StoryProviderProps): ReactElement {
  const { canvasElement, globals } = context
  const parameters = readParameters(context)
  const { latency, failure, offline } = resolveNetwork(parameters, globals)
  const [{ options, prepare, story }] = useState(() => openStory(context))
  const { cache, network } = story
  const [isReady, setReady] = useState(prepare === undefined)
  const [error, setError] = useState<unknown>()

  useLayoutEffect(() => {
    if (!canvasElement) return undefined
    mountedStories.set(canvasElement, story)
    return () => void mountedStories.delete(canvasElement)
  }, [canvasElement, story])
  useEffect(() => network.setState({ latency, failure, offline }), [network, latency, failure, offline])
  useEffect(() => {
    prepare?.().then(() => setReady(true), setError)
  }, [prepare])

  if (error !== undefined) throw error
  const provider = createElement(CachettaProvider, { cache, options }, isReady ? children : null)
  return createElement(MountedStoryContext.Provider, { value: story }, provider)
}

function openStory(context: StoryContext) {
  const parameters = readParameters(context)
  const network = createNetwork(resolveNetwork(parameters, context.globals))
  const options = createProviderOptions(network, parameters.options, parameters.intercept)
  const { cache, prepare } = createStoryCache(context.id, parameters)
  return { story: { cache, network }, prepare, options }
}
