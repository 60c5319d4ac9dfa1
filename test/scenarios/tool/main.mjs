// A command-line tool over one cache directory: `node main.mjs <command> <directory> [options as JSON]`. A command prints one line
// of JSON: what it found, and what the log and the process had to say meanwhile. Then the process ends by itself.
import process from 'node:process'
import { setLogger } from 'cachetta'
import * as computations from './computations.mjs'
import * as files from './files.mjs'
import * as options from './options.mjs'
import * as processes from './processes.mjs'
import * as values from './values.mjs'
import * as waits from './waits.mjs'

const commands = { ...computations, ...files, ...options, ...processes, ...values, ...waits }

const [, , command, directory, json = '{}'] = process.argv

const log = []
setLogger(({ level, message }) => {
  if (level === 'warn' || level === 'error') log.push(message.replaceAll(directory, '.'))
})

const rejections = []
process.on('unhandledRejection', (reason) => rejections.push(String(reason)))
const warnings = []
process.on('warning', ({ name }) => warnings.push(name))

const found = await commands[command]({ directory, log, ...JSON.parse(json) })
process.stdout.write(`${JSON.stringify({ ...found, log, rejections, warnings })}\n`)
