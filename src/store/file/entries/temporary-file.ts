// The names of temporary files. A name contains its writer, so that a later process knows whether the writer still runs:
// `.users.json.cachetta-<host>-<pid>-<unique>.tmp`

import { basename } from 'node:path'
import { getHostId, isRunning, process } from '../system/process.ts'

const pattern = /(?:^|[/\\])\.[^/\\]*\.cachetta-([0-9a-f]{8})-(\d+)-([0-9a-z]+)\.tmp$/

/** A temporary file that did not change for this long is abandoned, even if its writer is on another host. */
const maxSilenceMs = 60_000

/** A temporary name contains only the beginning of the entry's name, so that it stays below the usual limit of 255 bytes. */
const maxNameCharacters = 60 // of at most three bytes each

/** Each process, and each thread in it, has its own copy of this module, so each has its own unique part. */
let uniquePart: string | undefined
let count = 0

/** Creates a name in the directory of `file` that no other write uses. */
export function createTemporaryName(file: string): string {
  count += 1
  uniquePart ??= crypto.randomUUID().slice(0, 8)
  const unique = `${uniquePart}${count.toString(36)}`
  const name = basename(file)
  const directory = file.slice(0, file.length - name.length)
  return `${directory}.${name.slice(0, maxNameCharacters)}.cachetta-${getHostId()}-${process.pid}-${unique}.tmp`
}

export function isTemporaryName(name: string): boolean {
  return pattern.test(name)
}

/** True for a temporary file whose writer no longer runs. A write of this process is in progress, whatever the clocks say. */
export function isAbandoned(name: string, changedAt: number, now: number): boolean {
  const [, host, pid, unique] = pattern.exec(name) ?? []
  if (host === undefined || unique === undefined) return false
  if (uniquePart !== undefined && unique.startsWith(uniquePart)) return false
  return (host === getHostId() && !isRunning(Number(pid))) || now - changedAt > maxSilenceMs
}
