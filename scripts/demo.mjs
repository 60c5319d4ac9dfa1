// npm run demo: the report on the installed packages. Arguments (`--json`) go to it as they are.
import { runNode } from './frame.mjs'
import { setUp } from './set-up.mjs'

setUp()
process.exitCode = runNode(['examples/report/main.mjs', ...process.argv.slice(2)])
