import { playwright } from '@vitest/browser-playwright'
import { getLaunchOptions } from '../../../scripts/chromium.mjs'

// The browser is off unless a flag turns it on.
// biome-ignore lint/style/noDefaultExport: Vitest reads it
export default {
  test: {
    include: ['vitest/*.test.js'],
    browser: {
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: getLaunchOptions() }),
      instances: [{ browser: 'chromium' }],
    },
  },
}
