// A registration is the file of one running computation in the lock of its entry. It gives the right to store the result: the text
// of the entry is written into this very file, and one rename makes it the entry. Whoever ends the right removes the file first,
// and the rename then fails. So no result is stored after an invalidation or a write, however the processes interleave:
//
//     A   |-registers-|------compute------|-writes text-|-rename: no such file-|     returned to its caller, not stored
//     B                         |-removes the registration-|-deletes, or writes, the entry-|
//
// Of two computations that run side by side, the one that began later wins. When it stores its result, it ends the right of those
// whose registrations it found when it began:
//
//     A   |-registers-|------------------compute------------------|-writes text-|-rename: no such file-|
//     B          |-finds A, registers-|---compute---|-removes A's registration-|-rename-|
//
// An invalidation by tags cannot know the tags of a value that is still computed. It renames the registration instead, and the new
// name carries the tags. A's rename fails, A finds its file under the new name, and compares the tags.

import type { Buffer } from 'node:buffer'
import { dirname } from 'node:path'
import type { Work } from '../../sync-or-async.ts'
import { keepCreated, removeUnused } from '../entries/created-directories.ts'
import { renameToEntry } from '../entries/displaced.ts'
import { fsyncDirectory, writeAndClose } from '../entries/write-atomically.ts'
import { listNames, removeDirectory } from '../system/directory-calls.ts'
import { isNotFound } from '../system/errors.ts'
import { exists, open, removeFile, rename, stat, touch, withDescriptor, writeExisting } from '../system/system-calls.ts'
import type { Holder } from './holder-name.ts'
import { addInvalidatedTags, hasInvalidatedTag, parseHolderName } from './holder-name.ts'

/** The text of an entry, and where it belongs. */
export interface ResultFile {
  readonly file: string
  readonly text: string | Buffer
  readonly tags: readonly string[]
  /** Waits until the disk has the file. */
  readonly durable: boolean
  /** The modification time of the file, in epoch milliseconds. */
  readonly modifiedAt: number
  /** Called immediately before the rename. If it returns false, nothing is stored. */
  mayReplace(): boolean
}

/** The registration of a holder, which its maker has just created in `directory`. */
export class Registration {
  readonly #directory: string
  #holder: Holder
  #isStoring = false
  #isStored = false
  readonly #earlier: readonly string[]
  /** In epoch milliseconds. */
  readonly startedAt: number = Date.now()

  /** `earlier`: the tokens of the computations that have begun before this one. */
  constructor(directory: string, holder: Holder, earlier: readonly string[] = []) {
    this.#directory = directory
    this.#holder = holder
    this.#earlier = earlier
  }

  get token(): string {
    return this.#holder.token
  }

  /** Its file, which may be renamed by others. */
  get path(): string {
    return `${this.#directory}/${this.#holder.name}`
  }

  /** True after `store` has stored a result. */
  get isStored(): boolean {
    return this.#isStored
  }

  /** False once another process has deleted or written the entry, or has invalidated one of `tags`. */
  isHeld(tags: readonly string[]): Work<boolean> {
    return this.#whileHeld(tags, () => stat(this.path))
  }

  /** Makes this result the entry. Returns false, and stores nothing, if the registration is not held. */
  *store(result: ResultFile): Work<boolean> {
    this.#isStoring = true
    if (this.#earlier.length > 0 && (yield* this.isHeld(result.tags))) yield* this.#endEarlier()
    this.#isStored = yield* this.#whileHeld(result.tags, () => storeResult(this.path, result))
    if (this.#isStored && result.durable) yield* fsyncDirectory(result.file)
    return this.#isStored
  }

  /** Shows other processes that the holder is alive. While the result is written, this would change its modification time. */
  *beat(): Work<void> {
    if (!this.#isStoring) yield* this.#whileHeld([], () => touch(this.path))
  }

  *release(): Work<void> {
    try {
      if (!this.#isStored) yield* removeFile(this.path)
      if (!this.#isStored && (yield* this.#findAgain())) yield* removeFile(this.path)
      yield* removeIfEmpty(this.#directory)
      if (this.#isStored) keepCreated(dirname(this.#directory))
      else yield* removeUnused(dirname(this.#directory))
    } catch {
      // Other processes find the holder dead, by its silence or when this process has ended.
    }
  }

  *#endEarlier(): Work<void> {
    const isEarlier = ({ token }: Holder): boolean => this.#earlier.includes(token)
    for (;;) {
      const names = (yield* readHolders(this.#directory)).filter(isEarlier).map(({ name }) => name)
      if (names.length === 0) return
      for (const name of names) yield* removeFile(`${this.#directory}/${name}`) // it may have been renamed, so all are read again
    }
  }

  /** Calls `work` until it finds the file, which may be renamed at any time. Returns false if the right is lost. */
  *#whileHeld(tags: readonly string[], work: () => Work<unknown>): Work<boolean> {
    while (!hasInvalidatedTag(this.#holder, tags)) {
      try {
        yield* work()
        return true
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
      if (!(yield* this.#findAgain())) return false
    }
    return false
  }

  /** Looks for the file, which may have another name by now. Returns false if it is gone. */
  *#findAgain(): Work<boolean> {
    const found = (yield* readHolders(this.#directory)).find(({ token }) => token === this.token)
    this.#holder = found ?? this.#holder
    return found !== undefined
  }
}

function* storeResult(path: string, { file, mayReplace, ...content }: ResultFile): Work<void> {
  yield* writeText(path, content)
  if (mayReplace()) yield* renameToEntry(path, file)
  else yield* removeFile(path)
}

/** Writes the text into a file that exists. */
function writeText(
  path: string,
  { text, durable, modifiedAt }: Pick<ResultFile, 'text' | 'durable' | 'modifiedAt'>,
): Work<void> {
  return withDescriptor(function* () {
    yield* writeAndClose(yield* open(path, writeExisting), text, durable, modifiedAt)
  })
}

/** Returns the holders whose registrations are in `directory`. */
export function* readHolders(directory: string): Work<Holder[]> {
  try {
    const names = yield* listNames(directory)
    return names.map(parseHolderName).filter((holder) => holder !== null)
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}

/** Ends the right of all computations that run now to store their results. */
export function* removeRegistrations(directory: string): Work<void> {
  if (!(yield* exists(directory))) return
  const holders = yield* readHolders(directory)
  for (const { name } of holders) yield* removeFile(`${directory}/${name}`)
  if (holders.length > 0) yield* removeIfEmpty(directory)
}

/** Ends the right of all computations that run now to store a result with one of `tags`. */
export function* addTagsToRegistrations(directory: string, tags: readonly string[]): Work<void> {
  for (const { token } of yield* readHolders(directory)) yield* addTagsToRegistration(directory, token, tags)
}

/**
 * Ends the right to store a result with one of `tags`. Returns false if there is no such registration. Another process may rename
 * it meanwhile, so this one looks at it until it carries the tags.
 */
export function* addTagsToRegistration(directory: string, token: string, tags: readonly string[]): Work<boolean> {
  for (;;) {
    const holder = (yield* readHolders(directory)).find((found) => found.token === token)
    if (holder === undefined) return false
    const changed = addInvalidatedTags(holder.name, tags)
    if (changed === holder.name) return true
    try {
      if (changed === null) yield* removeFile(`${directory}/${holder.name}`)
      else yield* rename(`${directory}/${holder.name}`, `${directory}/${changed}`)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
}

/** Another computation may be registered there. */
export function* removeIfEmpty(directory: string): Work<void> {
  try {
    yield* removeDirectory(directory)
  } catch {
    // It is not empty, or gone.
  }
}
