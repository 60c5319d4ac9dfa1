// For Vitest's globalSetup: builds the web application that the tests start.
export { buildDemo as setup } from './build.mjs'
