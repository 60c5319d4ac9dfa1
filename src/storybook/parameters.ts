import type { Cachetta, Store } from 'cachetta'
import { InvalidOptionError } from 'cachetta'
import type { ProviderOptions } from 'cachetta/react'
import type { TestEntry } from 'cachetta/testing'
import type { NetworkState } from './network.ts'

/** The parameter `cachetta` of a story, of the stories of a file, or of all stories. Storybook merges the three. */
export interface CachettaParameters extends Partial<NetworkState> {
  /**
   * The entries in the store from the start: a list of `[key, data, { age }]`, or an object of data by textual keys. A cached
   * function in front of a key means the cache of that function. @default none
   */
  readonly entries?: readonly TestEntry[] | Readonly<Record<string, unknown>> | undefined
  /** Options for the hooks of the story, as those of `CachettaProvider`. @default none */
  readonly options?: ProviderOptions | undefined
  /**
   * Where the entries of the story are kept, or a function that creates the store for each mount. What an earlier mount of the
   * story left there is deleted. @default a new `memoryStore()` for each mount
   */
  readonly store?: Store | (() => Store) | undefined
  /** Caches of the application that are emptied first: those of cached functions in keys. @default none */
  readonly caches?: readonly Cachetta[] | undefined
  /**
   * `false`: hooks do not use the network of the story, only what the story passes to `send` of {@link StoryNetwork} does, and
   * hooks still see whether it is offline. @default true
   */
  readonly intercept?: boolean | undefined
}

/** What the decorator reads of the context that Storybook passes to it. */
export interface StoryContext {
  /** The id of the story: `button--primary`. */
  readonly id: string
  /** The parameters of the story, over those of its file, over those of the project. */
  readonly parameters: { readonly cachetta?: CachettaParameters | undefined }
  /** What the toolbar says: the values of {@link cachettaGlobalTypes}. */
  readonly globals?: Readonly<Record<string, unknown>> | undefined
  /** The element in which the story is shown. */
  readonly canvasElement?: object | undefined
}

/** True for each name, so that a new parameter cannot be forgotten here. */
const names: Readonly<Record<keyof CachettaParameters, true>> = {
  caches: true,
  entries: true,
  failure: true,
  intercept: true,
  latency: true,
  offline: true,
  options: true,
  store: true,
}

/** Returns the parameters of a story. Throws `InvalidOptionError` for an unknown name, because Storybook does not check names. */
export function readParameters({ parameters: { cachetta = {} } }: StoryContext): CachettaParameters {
  const unknown = Object.keys(cachetta).find((name) => !Object.hasOwn(names, name))
  if (unknown === undefined) return cachetta
  throw new InvalidOptionError(
    `parameters.cachetta: '${unknown}' was given; accepted are ${Object.keys(names).join(', ')}`,
  )
}
