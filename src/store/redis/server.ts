import type { Guard } from './breaker.ts'
import type { Connection } from './connection.ts'
import type { Names } from './names.ts'

/** What each part of the store needs to ask the server. */
export interface ServerParts {
  readonly connection: Connection
  readonly guard: Guard
  readonly names: Names
}
