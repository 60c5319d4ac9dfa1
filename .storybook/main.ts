import type { StorybookConfig } from '@storybook/react-vite'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.stories.tsx'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  features: { menuOnboardingChecklist: false, sidebarOnboardingChecklist: false },
  // Both read types through TypeScript's former programming interface, which TypeScript 7 does without.
  typescript: { check: false, reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    // The sources, as a browser's bundler finds them.
    resolve: { ...vite.resolve, conditions: ['cachetta-source', 'module', 'browser', 'development|production'] },
    optimizeDeps: {
      ...vite.optimizeDeps,
      // Known beforehand: a package found while the tests run makes Vite reload the page under them.
      include: [
        ...(vite.optimizeDeps?.include ?? []),
        '@noble/hashes/sha2.js',
        '@noble/hashes/utils.js',
        'superjson',
        'use-sync-external-store/shim',
      ],
    },
  }),
}

export default config
