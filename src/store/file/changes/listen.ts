import { Buffer } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import { toStoreError } from '../../error-context.ts'
import type { Change } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync } from '../../sync-or-async.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { closeAfterRead, fstat, read, stat } from '../system/system-calls.ts'
import { decodeChanges, openLog } from './change-log.ts'
import { FileWatch } from './watch.ts'

const CHUNK_BYTES = 65_536

/** The listeners of one store. They read the log of changes while there are any. */
export class ChangeListeners {
  readonly #file: string
  readonly #origin: string
  readonly #listeners = new Set<(change: Change) => void>()
  #watch: FileWatch | undefined
  #log: OpenLog | undefined

  constructor(file: string, origin: string) {
    this.#file = file
    this.#origin = origin
  }

  /**
   * Calls the listener for each change by others. Returns a function that stops it. If the log cannot be opened, throws, and tries it
   * again once in a while.
   */
  readonly subscribe = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener)
    const unsubscribe = () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
    if (this.#watch) return unsubscribe
    try {
      runSync(this.#open())
    } catch (cause) {
      throw toStoreError('open', this.#file, cause)
    } finally {
      this.#watch = new FileWatch(this.#file, () => runInTurns(this.#look()))
    }
    return unsubscribe
  }

  #stop(): void {
    this.#watch?.close()
    this.#watch = undefined
    runSync(this.#close())
  }

  /** Tells what is new. Returns true if there was something. */
  *#look(): Work<boolean> {
    const log = this.#log
    const lines = log ? yield* log.readLines() : undefined
    if (log !== this.#log) return false // closed meanwhile
    for (const line of lines ?? []) this.#tellLine(line)
    if (log && lines && (yield* log.isInPlace(this.#file))) return lines.length > 0
    return log === this.#log && (yield* this.#reopen())
  }

  /** Others may have changed something since the log was removed. Returns false if there can be no log now. */
  *#reopen(): Work<boolean> {
    try {
      yield* this.#open()
    } catch {
      return false
    }
    this.#watch?.watchDirectory()
    this.#tell({ type: 'missed' })
    return true
  }

  *#open(): Work<void> {
    yield* this.#close()
    const log = yield* OpenLog.open(this.#file)
    if (this.#listeners.size === 0) yield* log.close()
    else this.#log = log
  }

  *#close(): Work<void> {
    const log = this.#log
    this.#log = undefined
    if (log) yield* log.close()
  }

  #tellLine(line: string): void {
    const [origin, changes] = decodeChanges(line)
    if (origin !== this.#origin) for (const change of changes) this.#tell(change)
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

/** A log that is open for reading, at its end. */
class OpenLog {
  readonly #fd: number
  readonly #decoder = new StringDecoder()
  #position = 0
  /** A line whose end is not there yet. */
  #rest = ''
  #isReading = false
  #isClosed = false

  static *open(file: string): Work<OpenLog> {
    const log = new OpenLog(yield* openLog(file))
    yield* log.readLines() // they tell of what happened before
    return log
  }

  private constructor(fd: number) {
    this.#fd = fd
  }

  /** Returns `undefined` if the log cannot be read. */
  *readLines(): Work<string[] | undefined> {
    this.#isReading = true
    try {
      yield* this.#readToEnd()
    } catch {
      return undefined
    } finally {
      this.#isReading = false
      if (this.#isClosed) yield* closeAfterRead(this.#fd)
    }
    const lines = this.#rest.split('\n')
    this.#rest = lines.pop() ?? ''
    return lines
  }

  *#readToEnd(): Work<void> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    for (;;) {
      const count = yield* read(this.#fd, chunk, 0)
      if (count === 0) return
      this.#position += count
      this.#rest += this.#decoder.write(chunk.subarray(0, count))
    }
  }

  /** False if the log was removed, replaced, or cut. */
  *isInPlace(file: string): Work<boolean> {
    try {
      const [own, current] = [yield* fstat(this.#fd), yield* stat(file)]
      return own.ino === current.ino && own.dev === current.dev && current.size >= this.#position
    } catch {
      return false
    }
  }

  /** A read that runs on another thread ends first: the system gives the number of a closed file to the next one. */
  *close(): Work<void> {
    this.#isClosed = true
    if (!this.#isReading) yield* closeAfterRead(this.#fd)
  }
}
