// For Vitest's globalSetup: writes the site that the tests read.
import { buildSite } from './docs.mjs'

export function setup() {
  buildSite()
}
