import process from 'node:process'
import { fileURLToPath } from 'node:url'

// React reads NODE_ENV once, when it is imported: set it before the import.
process.env['NODE_ENV'] ??= 'production'
const { runCommand } = await import('./command.ts')
await runCommand(process.argv.slice(2), fileURLToPath(new URL('../client', import.meta.url)))
