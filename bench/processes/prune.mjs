// A process of the row prune-memory: `node prune.mjs <path>`. It prunes a cache and sends the bytes of memory that it had at most.
import process from 'node:process'
import { Cachetta } from 'cachetta'

await new Cachetta({ path: process.argv[2] }).prune()
process.send(process.resourceUsage().maxRSS * 1_024)
process.disconnect()
