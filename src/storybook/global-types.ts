import type { NetworkState } from './network.ts'
import type { CachettaParameters } from './parameters.ts'

/** A menu in the toolbar of Storybook. */
interface GlobalType {
  readonly description: string
  readonly toolbar: {
    readonly title: string
    readonly icon: string
    readonly dynamicTitle: boolean
    readonly items: { readonly value: string; readonly title: string }[]
  }
}

/** The value of a menu that leaves the network as the parameters of the story say. */
const AS_IN_STORY = ''

/**
 * Two menus for the toolbar of Storybook: the latency of the network, and whether it is online, fails, or is offline. They go before
 * the parameters of the story, and work while it is shown.
 * @example
 * ```ts
 * import { cachettaGlobalTypes, withCachetta } from 'cachetta/storybook'
 *
 * // .storybook/preview.ts
 * export default { decorators: [withCachetta], globalTypes: cachettaGlobalTypes }
 * ```
 */
export const cachettaGlobalTypes: Readonly<Record<'cachettaLatency' | 'cachettaNetwork', GlobalType>> = {
  cachettaLatency: {
    description: 'How long a request takes',
    toolbar: {
      title: 'Latency',
      icon: 'timer',
      dynamicTitle: true,
      items: [
        { value: AS_IN_STORY, title: 'Latency' },
        { value: '0s', title: 'No latency' },
        { value: '500ms', title: '500 ms' },
        { value: '3s', title: '3 s' },
        { value: 'Infinity', title: 'No answer' },
      ],
    },
  },
  cachettaNetwork: {
    description: 'What the network does',
    toolbar: {
      title: 'Network',
      icon: 'globe',
      dynamicTitle: true,
      items: [
        { value: AS_IN_STORY, title: 'Network' },
        { value: 'online', title: 'Online' },
        { value: 'failing', title: 'Requests fail' },
        { value: 'offline', title: 'Offline' },
      ],
    },
  },
}

/** Returns the state of the network: what the toolbar says, else what the parameters say. */
export function resolveNetwork(
  { failure = false, latency = 0, offline = false }: CachettaParameters,
  { cachettaLatency, cachettaNetwork }: Readonly<Record<string, unknown>> = {},
): NetworkState {
  const state = isSet(cachettaNetwork)
    ? { failure: cachettaNetwork === 'failing', offline: cachettaNetwork === 'offline' }
    : { failure, offline }
  return { ...state, latency: isSet(cachettaLatency) ? toLatency(cachettaLatency) : latency }
}

function isSet(value: unknown): value is string {
  return typeof value === 'string' && value !== AS_IN_STORY
}

function toLatency(value: string): NetworkState['latency'] {
  return value === 'Infinity' ? Number.POSITIVE_INFINITY : (value as NetworkState['latency']) // the network checks it
}
