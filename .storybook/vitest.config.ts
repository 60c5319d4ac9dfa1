import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import type { ViteUserConfig } from 'vitest/config'
import { defineConfig } from 'vitest/config'
import { getLaunchOptions } from '../scripts/chromium.mjs'

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [
    storybookTest({ configDir: fileURLToPath(new URL('.', import.meta.url)), storybookScript: 'npm run storybook' }),
  ],
  test: {
    name: 'stories',
    setupFiles: '.storybook/check-variants.ts',
    // A page for each file takes longer than the file. Each story has a database path and a network of its own.
    isolate: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: getLaunchOptions() }),
      instances: [{ browser: 'chromium' }],
    },
  },
})

export default config
