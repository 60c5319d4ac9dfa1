// npm run demo: shows the packages installed here in a web application. Passes its arguments on (`--port 8080`).
import { buildDemo } from './build.mjs'
import { setUp } from './set-up.mjs'

setUp(buildDemo)
// The application runs in this process, so Ctrl-C reaches it directly.
await import('../examples/packages/dist/server/main.js')
