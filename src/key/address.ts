/** Identifies one entry, in every store and on every platform. */
export interface Address {
  /** The literal path of the cache, or the path that its path function returned. */
  readonly path: string
  /** The canonical text of the arguments, or `''` without arguments. */
  readonly key: string
  /** `true`: a path function returned `path`, so `path` alone identifies the entry. `key` is only compared on a read. */
  readonly exact: boolean
}

/** Returns the address as one readable text: the path, then the key. Stores without a limit for names use it as a name. */
export function addressText(address: Address): string {
  return address.key === '' ? address.path : `${address.path} ${address.key}`
}

/** Is `address` the entry at `base` itself, or under it? Every address is under `''`. */
export function isUnder(base: string, address: Address): boolean {
  return base === '' || address.path === base || address.path.startsWith(base.endsWith('/') ? base : `${base}/`)
}
