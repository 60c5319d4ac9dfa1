// npm run demo: the packages installed here, as a web application. Arguments (`--port 8080`) go to it as they are.
import { buildDemo } from './build.mjs'
import { setUp } from './set-up.mjs'

setUp(buildDemo)
// In this process, so that Ctrl-C reaches it and nothing in between.
await import('../examples/packages/dist/server/main.js')
