import process from 'node:process'
import { fileURLToPath } from 'node:url'

// React asks once, when it is imported, whether to be fast or to explain itself.
process.env['NODE_ENV'] ??= 'production'
const { run } = await import('./command.ts')
await run(process.argv.slice(2), fileURLToPath(new URL('../client', import.meta.url)))
