import { addons } from 'storybook/manager-api'
import { create } from 'storybook/theming'

// The frame around the stories follows the system.
const isDark = matchMedia('(prefers-color-scheme: dark)').matches

addons.setConfig({
  showPanel: false, // no story needs it
  theme: create({
    base: isDark ? 'dark' : 'light',
    brandTitle: 'Cachetta',
    appPreviewBg: isDark ? '#16181d' : '#f7f8fa',
  }),
})
