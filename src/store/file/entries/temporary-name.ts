// Temporary files say who writes them, so that whoever finds one after a crash knows at once whether its writer still lives:
// `.users.json.cachetta-<host>-<pid>-<unique>.tmp`

import { basename } from 'node:path'
import { process } from '../system/node.ts'
import { hostId, isRunning } from '../system/process.ts'

const pattern = /(?:^|[/\\])\.[^/\\]*\.cachetta-([0-9a-f]{8})-(\d+)-[0-9a-z]+\.tmp$/

/** Older than this, in milliseconds, no write is still under way, wherever its writer runs. */
const longestWrite = 60_000

/** Characters of the entry's name that are kept: with three bytes each, the whole stays below 255, what file systems allow. */
const keptCharacters = 60

/** Two processes, and two threads of one, have their own copy of this module, and so a unique part of their own. */
let unique: string | undefined
let count = 0

/** A name beside `file` that no other write ever has. */
export function temporaryName(file: string): string {
  count += 1
  unique ??= crypto.randomUUID().slice(0, 8)
  const name = basename(file)
  const directory = file.slice(0, file.length - name.length)
  return `${directory}.${name.slice(0, keptCharacters)}.cachetta-${hostId()}-${process.pid}-${unique}${count.toString(36)}.tmp`
}

export function isTemporary(name: string): boolean {
  return pattern.test(name)
}

/** True for a temporary file whose writer is gone. */
export function isOrphan(name: string, changedAt: number, now: number): boolean {
  const [, host, pid] = pattern.exec(name) ?? []
  if (host === undefined) return false
  return (host === hostId() && !isRunning(Number(pid))) || now - changedAt > longestWrite
}
