import type { FileStore } from 'cachetta'
import type { Call } from '../arguments.ts'
import type { Printer } from '../printer.ts'
import type { Host } from '../process-host.ts'

/** What a command gets. */
export interface Context {
  readonly call: Call
  readonly host: Host
  readonly printer: Printer
  readonly store: FileStore
}

/** The command is done. */
export const DONE = 0
/** Something is damaged, or could not be read or deleted. */
export const FOUND = 1
/** A wrong call. */
export const WRONG_USE = 2
/** Ctrl-C, as shells count it. */
export const INTERRUPTED = 130
