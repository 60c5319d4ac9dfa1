import { describeValue, InvalidOptionError } from '../../errors.ts'
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

const accepted: {
  readonly [Option in Exclude<keyof RedisStoreOptions, 'client'>]-?: (value: unknown) => string | undefined
} = {
  prefix: (value) => (typeof value === 'string' ? undefined : 'a string'),
  timeout: (value) =>
    isAtLeast(value, 1) && value !== Number.POSITIVE_INFINITY ? undefined : 'a number of milliseconds',
  compressAbove: (value) => (isAtLeast(value, 0) ? undefined : 'a number of bytes, or Infinity'),
}

/** Throws `InvalidOptionError` for an unknown option, for a value that an option does not accept, and for what is no client. */
export function checkOptions({ client, ...options }: RedisStoreOptions): void {
  if (typeof client?.get !== 'function' || typeof client.eval !== 'function' || typeof client.unlink !== 'function') {
    throw new InvalidOptionError(
      `client: ${describeValue(client)} was given; accepted is a client of the package "redis" or "ioredis"`,
    )
  }
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(accepted, option)) {
      const names = ['client', ...Object.keys(accepted)].join(', ')
      throw new InvalidOptionError(`${option}: no option of redisStore has this name; the options are ${names}`)
    }
    const expected = value === undefined ? undefined : accepted[option as keyof typeof accepted](value)
    if (expected) throw new InvalidOptionError(`${option}: ${describeValue(value)} was given; accepted is ${expected}`)
  }
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && value >= least
}
