import { hostname } from 'node:os'
import { hashText } from '../../../key/hash.ts'
import { codeOf } from './errors.ts'
import { fs, process } from './node.ts'

let id: string | undefined

/**
 * Names the set of processes among which a process id means one of them: the machine and, on Linux, the pid namespace:
 * two containers may share a host's name and a directory, and each has its own process 1.
 */
export function hostId(): string {
  id ??= hashText(`${hostname()} ${pidNamespace()}`).slice(0, 8)
  return id
}

function pidNamespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid')
  } catch {
    return process.platform
  }
}

/** True where a process of this host has that id, also one we may not signal. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
