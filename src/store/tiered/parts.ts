import type { Address } from '../../key/address.ts'
import type { Store } from '../store.ts'
import type { Copies } from './copies.ts'
import type { Tier } from './tier.ts'

/** What the operations of a tiered store need. */
export interface TierParts {
  readonly near: Tier
  readonly far: Tier
  readonly copies: Copies
  /** Entries that the far tier could neither replace nor delete. It deletes them when it works again. By the names of entries. */
  readonly owed: Map<string, OwedDelete>
  readonly toNear: NearNames
}

/** A delete that the far tier has not carried out. */
export interface OwedDelete {
  readonly address: Address
  /** True once the far tier may have heard of other changes since: the copy must not be used before the delete. */
  isDue: boolean
}

/** Translates names of the far tier to names of the near one. */
export interface NearNames {
  path(path: string): string
  address(address: Address): Address
}

/**
 * The far tier names the entries, because machines share it. If its paths are only names, a near tier of files resolves them for
 * itself, so that machines with different working directories share entries:
 *
 *     cache with the path 'shop'     Redis: shop     files of machine A: /srv/a/shop     files of machine B: /home/b/shop
 */
export function createNearNames(near: Store, far: Store): NearNames {
  const resolve = far.createPathResolver ? undefined : near.createPathResolver?.()
  const toNearPath = (path: string) => (resolve && path !== '' ? resolve(path) : path)
  return {
    path: toNearPath,
    address(address) {
      const path = toNearPath(address.path)
      return path === address.path ? address : { ...address, path, givenPath: address.path }
    },
  }
}
