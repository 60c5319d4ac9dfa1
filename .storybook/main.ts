import type { StorybookConfig } from '@storybook/react-vite'
import { aliasSources } from '../scripts/sources.mjs'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.stories.tsx'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  features: { menuOnboardingChecklist: false, sidebarOnboardingChecklist: false },
  // Both features need the programming interface of TypeScript 6. TypeScript 7 does not have it.
  typescript: { check: false, reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    // Resolves imports of Cachetta to its sources for browsers.
    resolve: { ...vite.resolve, alias: aliasSources('browser') },
    optimizeDeps: {
      ...vite.optimizeDeps,
      // If Vite discovers a package during a test, it reloads the page and breaks the test. So list them here.
      include: [
        ...(vite.optimizeDeps?.include ?? []),
        '@noble/hashes/sha2.js',
        '@noble/hashes/utils.js',
        'axe-core',
        'react-dom/server',
        'superjson',
      ],
    },
  }),
}

export default config
