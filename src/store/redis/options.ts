import { InvalidOptionError } from '../../errors.ts'
import type { AcceptedOptions } from '../check-options.ts'
import { checkOptions } from '../check-options.ts'
import type { IoRedisClient } from './ioredis.ts'
import type { NodeRedisClient } from './node-redis.ts'

/** A client that is connected to Redis 7 or later, or to Valkey: of the package `redis` or of `ioredis`; one node, Sentinel or cluster. */
export type RedisClient = NodeRedisClient | IoRedisClient

/** The options of `redisStore`. */
export interface RedisStoreOptions {
  /** The client. The store opens one more connection like it, for messages. You close the client, and the store follows. */
  readonly client: RedisClient
  /** The start of all keys. Stores with different prefixes share no entries. @default 'cachetta:' */
  readonly prefix?: string
  /** How long a call waits for Redis, in milliseconds. Then it counts as failed, and the cache goes on without it. @default 500 */
  readonly timeout?: number
  /** Entries whose text has more bytes are compressed with gzip. @default Infinity */
  readonly compressAbove?: number
}

const accepted: AcceptedOptions<RedisStoreOptions> = {
  client: (value) => (isClient(value) ? undefined : acceptedClient),
  prefix: (value) => (typeof value === 'string' ? undefined : 'a string'),
  timeout: (value) =>
    isAtLeast(value, 1) && value !== Number.POSITIVE_INFINITY ? undefined : 'a number of milliseconds',
  compressAbove: (value) => (isAtLeast(value, 0) ? undefined : 'a number of bytes, or Infinity'),
}

const acceptedClient = 'a client of the package "redis" or "ioredis"'

/** Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function checkRedisOptions(options: RedisStoreOptions): void {
  const { client }: Partial<RedisStoreOptions> = Object(options)
  if (client === undefined) throw new InvalidOptionError(`client: undefined was given; accepted is ${acceptedClient}`)
  checkOptions('redisStore', options, accepted)
}

function isClient(value: unknown): boolean {
  const { eval: runScript, get, unlink }: Record<string, unknown> = Object(value)
  return [runScript, get, unlink].every((method) => typeof method === 'function')
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && value >= least
}
