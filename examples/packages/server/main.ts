import process from 'node:process'
import { fileURLToPath } from 'node:url'

// React reads NODE_ENV once, when it is imported: set it before the import.
process.env['NODE_ENV'] ??= 'production'
const { runCommand } = await import('./command.ts')
// The build writes this file to dist/server/.
await runCommand(process.argv.slice(2), {
  client: fileURLToPath(new URL('../client', import.meta.url)),
  sources: fileURLToPath(new URL('../..', import.meta.url)),
})
