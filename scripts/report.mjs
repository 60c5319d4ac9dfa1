// npm run demo:report: prints a report about the packages installed here. Passes its arguments on (`--json`).
import { buildReport } from './build.mjs'
import { runNode } from './frame.mjs'
import { setUp } from './set-up.mjs'

setUp(buildReport)
process.exitCode = runNode(['examples/report/dist/main.js', ...process.argv.slice(2)])
