import type { EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf, isUnder } from '../../key/address.ts'

/** What a change concerns: one entry, all at a base and under it, or all with one of the tags. */
export type Scope =
  | { readonly address: Address; readonly base?: undefined; readonly tags?: undefined }
  | { readonly address?: undefined; readonly base: string; readonly tags?: undefined }
  | { readonly address?: undefined; readonly base?: undefined; readonly tags: readonly string[] }

/** A read or a write that is on its way. A change that happens meanwhile supersedes it. */
export interface Run {
  readonly address: Address
  readonly isWrite: boolean
  isSuperseded: boolean
  /** Tags that were invalidated since the run began. */
  readonly endedTags: Set<string>
}

interface CheckedCopy {
  readonly address: Address
  readonly storedAt: number
  readonly tags: readonly string[]
}

interface Hide {
  readonly scope: Scope
  /** In epoch milliseconds. Copies of values that were stored later are not concerned. */
  readonly at: number
}

/** An unchecked copy costs a look at the far tier and takes no memory. */
const MAX_CHECKED = 50_000
const MAX_HIDES = 1_000

/**
 * What this process knows of the copies in the near tier.
 *
 * - *checked*: the copy is the entry of the far tier, and a message would have told of a change. It is used as it is.
 * - *unchecked*: all others, for example after a start. A copy is compared with the far tier before it is used.
 * - *hidden*: it was invalidated or replaced, and the near tier still has it. It is not used even if the far tier is down.
 */
export class Copies {
  /** True while the far tier tells of changes. Without that, no copy stays checked. */
  isListening = false
  readonly #checked = new Map<string, CheckedCopy>()
  readonly #runs = new Set<Run>()
  readonly #hides = new Map<string, Hide>()

  /** Another process may have put another copy there, so `storedAt` is compared, too. */
  isChecked(address: Address, { storedAt }: EntryHeader): boolean {
    return this.#checked.get(entryNameOf(address))?.storedAt === storedAt
  }

  isHidden(address: Address, { storedAt, tags }: EntryHeader): boolean {
    for (const { at, scope } of this.#hides.values()) if (storedAt <= at && concerns(scope, address, tags)) return true
    return false
  }

  startRun(address: Address, isWrite: boolean): Run {
    const run: Run = { address, isWrite, isSuperseded: false, endedTags: new Set() }
    this.#runs.add(run)
    return run
  }

  endRun(run: Run): void {
    this.#runs.delete(run)
  }

  /** Notes that the near tier has a copy of this entry, unless something has changed since the run began. */
  check(run: Run, { storedAt, tags }: EntryHeader): void {
    if (!this.isListening || !isCurrent(run, tags)) return
    const name = entryNameOf(run.address)
    this.#checked.delete(name)
    this.#checked.set(name, { address: run.address, storedAt, tags })
    const [oldest] = this.#checked.keys()
    if (this.#checked.size > MAX_CHECKED && oldest !== undefined) this.#checked.delete(oldest)
  }

  /** Notes a change. Its copies are no longer checked, and runs that are on their way no longer count. Returns the addresses. */
  noteChange(scope: Scope): readonly Address[] {
    for (const run of this.#runs) supersede(run, scope)
    return this.#uncheck(scope)
  }

  /** Notes that the far tier has carried out a change of our own: reads that began meanwhile may have seen what was there before.
   * Returns the addresses. */
  noteCarriedOut(scope: Scope): readonly Address[] {
    for (const run of this.#runs) if (!run.isWrite) supersede(run, scope)
    return this.#uncheck(scope)
  }

  /** Any entry may have changed. */
  noteUnknownChanges(): void {
    this.noteChange({ base: '' })
  }

  /** Hides the copies that the near tier has now, until `unhide` of the same scope. */
  hide(scope: Scope): void {
    this.#hides.delete(subjectOf(scope))
    this.#hides.set(subjectOf(scope), { scope, at: Date.now() })
    const [oldest] = this.#hides.keys()
    if (this.#hides.size > MAX_HIDES && oldest !== undefined) this.#hides.delete(oldest)
  }

  /** The near tier has deleted or replaced the copies. */
  unhide(scope: Scope): void {
    this.#hides.delete(subjectOf(scope))
  }

  #uncheck(scope: Scope): readonly Address[] {
    if (scope.address) {
      this.#checked.delete(entryNameOf(scope.address))
      return [scope.address]
    }
    const unchecked: Address[] = []
    for (const [name, { address, tags }] of this.#checked) {
      if (!concerns(scope, address, tags)) continue
      this.#checked.delete(name)
      unchecked.push(address)
    }
    return unchecked
  }
}

/** True if nothing that concerns an entry with these tags has changed since the run began. */
export function isCurrent({ endedTags, isSuperseded }: Run, tags: readonly string[]): boolean {
  return !isSuperseded && !tags.some((tag) => endedTags.has(tag))
}

/** The tags of a run are known at its end only. */
function supersede(run: Run, scope: Scope): void {
  if (scope.tags) for (const tag of scope.tags) run.endedTags.add(tag)
  else run.isSuperseded ||= concerns(scope, run.address, [])
}

function concerns({ address, base, tags }: Scope, other: Address, otherTags: readonly string[]): boolean {
  if (address) return entryNameOf(address) === entryNameOf(other)
  if (base !== undefined) return isUnder(base, other)
  return otherTags.some((tag) => tags?.includes(tag))
}

function subjectOf({ address, base, tags }: Scope): string {
  if (address) return `=${entryNameOf(address)}`
  return base === undefined ? `#${tags?.join('\0')}` : `/${base}`
}
