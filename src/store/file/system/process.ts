// This process and its host. `process` and `fs` are not imported from `node:process` and `node:fs`: for an import, Node reads
// every property of the module, and those of these two create stdin, stdout and the classes of file streams. That would cost a
// program more than loading this whole package.

import { hostname } from 'node:os'
import { hashText } from '../../../key/hash.ts'
import { codeOf } from './errors.ts'

export const process: NodeJS.Process = globalThis.process

export const fs: typeof import('node:fs') = process.getBuiltinModule('node:fs')

let hostId: string | undefined

/**
 * Returns an id of the processes among which a process id is unique: those of one machine and, on Linux, of one pid namespace.
 * Two containers may share a host name and a directory, and each has its own process 1.
 */
export function getHostId(): string {
  hostId ??= hashText(`${hostname()} ${readPidNamespace()}`).slice(0, 8)
  return hostId
}

let threadId: number | undefined

/**
 * Returns the id of this thread, which other threads and processes of this host can ask for with `isRunning`. A worker that was
 * terminated is dead although its process still runs. Only Linux numbers threads like processes; elsewhere it is the process id.
 */
export function getThreadId(): number {
  threadId ??= readThreadId()
  return threadId
}

function readThreadId(): number {
  try {
    return Number(/\d+$/.exec(fs.readlinkSync('/proc/thread-self'))?.[0] ?? process.pid)
  } catch {
    return process.pid
  }
}

function readPidNamespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid')
  } catch {
    return process.platform
  }
}

/** True if this host has a process, or on Linux a thread, with this id, including a process that we may not signal. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
