/** The error for a call that cannot work: an unknown option, a missing directory. The command prints its message, and ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
