// Entries in Redis, for many machines. An address and an entry come in. Redis then holds the entry's text under one key, until no
// cache can use it (names.ts, scripts.ts).
//
//     connection.ts   the commands, for both client libraries: node-redis.ts, ioredis.ts
//     breaker.ts      bounds each call, and leaves a server alone that does not answer
//     entry.ts        reads, writes and deletes an entry; many-entries.ts lists and deletes many, tags.ts those with a tag
//     runs.ts         one computation for each entry, on all machines; signal.ts wakes those who wait
//     publish.ts      tells others of changes; listen.ts hears of theirs, and notices what it has missed;
//                     subscribers.ts lets all stores over one client share a connection for messages
//     unfinished.ts   what goes on after the calls, for `flush`

import type { Store } from '../store.ts'
import { createBreaker } from './breaker.ts'
import type { Connection } from './connection.ts'
import type { StoreParts } from './entry.ts'
import { deleteEntry, readEntry, readStat, runScript, writeEntry } from './entry.ts'
import { connectIoRedis } from './ioredis.ts'
import { ChangeListeners } from './listen.ts'
import { deleteTagged, deleteUnder, listEntries } from './many-entries.ts'
import { createNames, nameOf } from './names.ts'
import { connectNodeRedis } from './node-redis.ts'
import type { RedisClient, RedisStoreOptions } from './options.ts'
import { checkRedisOptions } from './options.ts'
import { createAnnouncements } from './publish.ts'
import { takeLock, takeShare } from './runs.ts'
import { READ_CHANGES } from './scripts.ts'
import type { ServerParts } from './server.ts'
import { createServerClock } from './server-clock.ts'
import { createSignals } from './signal.ts'
import { shareSubscriber } from './subscribers.ts'
import { wereEnded } from './tags.ts'
import { UnfinishedWork } from './unfinished.ts'

/**
 * Creates a store that keeps entries in Redis 7 or later, or in Valkey. All processes on all machines that use one server and one
 * prefix share the entries: one of them computes an entry while the others wait, and a change reaches the memory of each.
 *
 * While Redis does not answer, calls compute: the cache never waits for it longer than `timeout`.
 *
 * @throws {InvalidOptionError} when `client` is no client of `redis` or `ioredis`, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { redisStore } from 'cachetta/redis'
 * import { createClient } from 'redis'
 *
 * const client = createClient({ url: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379' })
 * client.on('error', () => {}) // it connects again, and the cache works without it meanwhile
 *
 * export const cache = new Cachetta({ path: 'shop', store: redisStore({ client }), duration: '1h' })
 * ```
 */
export function redisStore(options: RedisStoreOptions): Store {
  checkRedisOptions(options)
  const { client, compressAbove = Number.POSITIVE_INFINITY, prefix = 'cachetta:', timeout = 500 } = options
  const names = createNames(prefix)
  const connection = connect(client)
  const guard = createBreaker(connection, timeout, () => connection.runScript(READ_CHANGES, [names.changes], []))
  const server: ServerParts = { connection, guard, names }
  const origin = crypto.randomUUID()
  const clock = createServerClock(server)
  const unfinished = new UnfinishedWork()
  const announcements = createAnnouncements(server, origin, unfinished)
  const parts: StoreParts = { ...server, ...announcements, clock, compressAbove, timeout }
  const getSubscriber = shareSubscriber(client, connection)
  const runParts = {
    names,
    unfinished,
    runScript: runScript.bind(undefined, server),
    createSignal: createSignals(getSubscriber),
    write: writeEntry.bind(undefined, parts),
    wereEnded: wereEnded.bind(undefined, server),
  }
  return {
    name: 'redis',
    expires: true,
    hasOrder: true,
    get: (address, types) => readEntry(parts, address, types),
    set: async (address, entry, types, lifetime) => void (await writeEntry(parts, address, entry, types, { lifetime })),
    delete: (address) => deleteEntry(parts, address),
    stat: (address) => readStat(parts, address),
    list: (base) => listEntries(parts, base),
    deleteAll: (base) => deleteUnder(parts, base),
    deleteTagged: (tags) => deleteTagged(parts, tags),
    lock: (address, wait) => takeLock(runParts, address, wait),
    share: (address) => takeShare(runParts, address),
    subscribe: new ChangeListeners(server, origin, clock, getSubscriber).subscribe,
    flush: () => unfinished.settled(),
    locate: (address) => names.entryKey(nameOf(address)),
  }
}

/** Only `redis` has the command under this name. */
function connect(client: RedisClient): Connection {
  return 'evalSha' in client ? connectNodeRedis(client) : connectIoRedis(client)
}
