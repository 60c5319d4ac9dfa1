// npm run demo: the report on the installed packages. Arguments (`--json`) go to it as they are.
import { buildDemo } from './build.mjs'
import { runNode } from './frame.mjs'
import { setUp } from './set-up.mjs'

setUp(buildDemo)
process.exitCode = runNode(['examples/report/dist/main.js', ...process.argv.slice(2)])
