import type { Preview } from '@storybook/react-vite'
import { cachettaGlobalTypes, withCachetta } from 'cachetta/storybook'
import { configure } from 'storybook/test'
import './preview.css'
import '../stories/stage/stage.css'
import { withTheme } from './theme.ts'

// How long a `play` function waits for an expected state. A busy machine must not fail a test.
configure({ asyncUtilTimeout: 10_000 })

const preview: Preview = {
  decorators: [withCachetta, withTheme],
  globalTypes: {
    ...cachettaGlobalTypes,
    theme: {
      description: 'Light or dark',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'system', title: 'As the system' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
      },
    },
  },
  initialGlobals: { theme: 'system' },
  parameters: {
    layout: 'padded',
    controls: { disable: true },
    actions: { disable: true },
    backgrounds: { disable: true },
    options: {
      // Storybook reads the order from the text of this file. It is the order of learning.
      storySort: {
        order: [
          'Introduction',
          'First steps',
          ['Loading', 'Fresh', 'Stale while revalidating', 'Reload'],
          'Keys',
          ['Shared key', 'Key change', 'Keep previous data', 'Dependent key', 'Cached function'],
          'Changing data',
          ['Mutate', 'Optimistic and rollback', 'Mutation hook'],
          'Lists',
          ['Infinite', 'After a reload', 'Both directions'],
          'Waiting',
          ['Suspense', 'Use promise', 'Restore', 'Prefetch on hover'],
          'Trouble',
          ['Error with old data', 'Retry', 'Offline and back', 'Quota reached'],
          'Outbox',
          ['Survives a reload', 'Refused'],
          'Live',
          ['Polling', 'Focus', 'Subscription', 'Two tabs'],
          'Server',
          ['Hydration', 'Streaming'],
          'Control',
          ['Select', 'Logout', 'Memory only'],
          'Look inside',
          ['Events', 'Empty', '20 entries', '10,000 entries', 'With an error', 'Offline', 'With a waiting outbox'],
        ],
      },
    },
  },
}

export default preview
