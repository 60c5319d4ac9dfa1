// For Vitest's globalSetup: what the tests of the web application start.
export { buildDemo as setup } from './build.mjs'
