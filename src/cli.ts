#!/usr/bin/env node
// The program `cachetta`: connects the command to its process.

import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { run } from './cli/run.ts'

const interruption = new AbortController()
// The command ends at the next file. A second Ctrl-C ends the process at once.
process.once('SIGINT', () => interruption.abort())

// `cachetta ls | head`: nobody reads any more, and there is nothing to complain of.
process.stdout.on('error', endQuietly)
process.stderr.on('error', endQuietly)

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  homeDirectory: homedir(),
  version: readVersion(),
  canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
  signal: interruption.signal,
  ask,
  now: Date.now,
})

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}

function readVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}

/** Without the editing of lines, so that Ctrl-C stays a signal. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    const isClosed = new Promise<string>((resolve) => void lines.once('close', () => resolve('')))
    return await Promise.race([lines.question(question, { signal: interruption.signal }), isClosed])
  } finally {
    lines.close()
  }
}
