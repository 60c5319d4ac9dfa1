// npm run demo:report: a report on the packages installed here. Arguments (`--json`) go to it as they are.
import { buildReport } from './build.mjs'
import { runNode } from './frame.mjs'
import { setUp } from './set-up.mjs'

setUp(buildReport)
process.exitCode = runNode(['examples/report/dist/main.js', ...process.argv.slice(2)])
