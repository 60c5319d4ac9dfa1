/** What names one entry, in every store and on every platform. */
export interface Address {
  /** The cache's literal path, or what its path function returned. */
  readonly path: string
  /** Canonical text of the arguments; `''` without arguments. */
  readonly key: string
  /** True where a path function named the entry: the path alone is its name, and the key is only compared. */
  readonly exact: boolean
}

/** The address as a person reads it, and as a store uses it whose names may be long: path, then key. */
export function addressText(address: Address): string {
  return address.key === '' ? address.path : `${address.path} ${address.key}`
}

/** True where `address` is the entry at `base` itself, or lies anywhere under it; everything lies under `''`. */
export function isUnder(base: string, address: Address): boolean {
  return base === '' || address.path === base || address.path.startsWith(base.endsWith('/') ? base : `${base}/`)
}
