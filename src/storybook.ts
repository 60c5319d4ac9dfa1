export { cachettaGlobalTypes } from './storybook/global-types.ts'
export type { NetworkState, StoryNetwork, WaitingRequest } from './storybook/network.ts'
export type { CachettaParameters, StoryContext } from './storybook/parameters.ts'
export { type MountedStory, storyOf, useStory, withCachetta } from './storybook/with-cachetta.ts'
