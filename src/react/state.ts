/** The fields of a result that can make a component render. */
export interface State {
  readonly data?: unknown
  readonly error?: unknown
  readonly isLoading: boolean
  readonly isValidating: boolean
  readonly isStale: boolean
  readonly updatedAt?: number | undefined
  readonly source?: 'fallback' | 'server' | 'memory' | 'store' | 'network' | undefined
}
