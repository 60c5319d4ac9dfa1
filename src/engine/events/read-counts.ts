import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'

/** How often calls and hooks found a value, and how often a value was computed. */
export interface ReadCounts {
  /** Fresh values that were served. */
  readonly hits: number
  /** Stale values that were served. */
  readonly stale: number
  /** Reads that found no usable value. */
  readonly misses: number
  /** Values that functions or fetchers brought. */
  readonly computations: number
}

type Counts = { -readonly [Name in keyof ReadCounts]: number }

/** A path function may name any number of paths. Further ones are counted together, without a path. */
const MAX_PATHS = 1_000

/** Counts by the path of the entries. A call that counts costs a few nanoseconds, because most calls count at the path of the last one. */
export class CountTable {
  readonly #byPath = new Map<string, Counts>()
  #lastPath: string | undefined
  #last: Counts = createCounts()

  add(path: string, name: keyof ReadCounts): void {
    if (path !== this.#lastPath) {
      this.#last = this.#countsAt(path)
      this.#lastPath = path
    }
    this.#last[name] += 1
  }

  /** Returns the sums for the entries at `base` and below it. */
  sumUnder(base: string): ReadCounts {
    const sum = createCounts()
    for (const [path, counts] of this.#byPath) {
      const address: Address = { path, key: '', exact: true }
      if (!isUnder(base, address)) continue
      for (const name of ['hits', 'stale', 'misses', 'computations'] as const) sum[name] += counts[name]
    }
    return sum
  }

  #countsAt(path: string): Counts {
    const known = this.#byPath.get(path)
    if (known) return known
    if (this.#byPath.size > MAX_PATHS && path !== '') return this.#countsAt('')
    const counts = createCounts()
    this.#byPath.set(path, counts)
    return counts
  }
}

function createCounts(): Counts {
  return { hits: 0, stale: 0, misses: 0, computations: 0 }
}
