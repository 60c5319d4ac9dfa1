// The names of all entries and runs, in order, in one sorted set. A listing reads the part that begins like its base, so it does not
// look at the keys of others. The scripts that write an entry or take a run add the name in the same step (scripts.ts).
//
// A server with too little memory may evict the set. Only a set with the member COMPLETE counts. Without it, the next listing finds
// all names by SCAN, and adds them:
//
//     listing   |-adds its token-|----scans, adds the names----|-its token is there: complete-|
//     server                             ✗ evicts the set        its token is gone: not complete
//
// In a cluster, no step can touch an entry and the set together. There is no set, and each listing scans.

import type { EntryName } from './names.ts'
import type { ServerParts } from './server.ts'

/** How many names travel in one answer. */
const GROUP_SIZE = 1_000

/** A name begins with a bracket, which sorts after these. */
const COMPLETE = '!complete'

/**
 * KEYS[1]: the set. ARGV: a token. Returns 1 if the set is complete. Otherwise adds the token, and returns 0. Returns -1 if the key has a
 * value of another type.
 */
const OPEN_INDEX = `
local type = redis.call('TYPE', KEYS[1]).ok
if type ~= 'zset' and type ~= 'none' then return -1 end
if redis.call('ZSCORE', KEYS[1], '${COMPLETE}') then return 1 end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
return 0
`

/** KEYS[1]: the set. ARGV: names. */
const ADD_NAMES = `
for _, name in ipairs(ARGV) do redis.call('ZADD', KEYS[1], 0, name) end
`

/** KEYS[1]: the set. ARGV: the token of the listing. Returns 1 if the set is complete. */
const CLOSE_INDEX = `
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('ZADD', KEYS[1], 0, '${COMPLETE}')
end
return redis.call('ZSCORE', KEYS[1], '${COMPLETE}') and 1 or 0
`

/** KEYS[1]: the set. ARGV: the start of the names, where to begin. Returns nothing if the set is not complete. */
const READ_NAMES = `
if not redis.call('ZSCORE', KEYS[1], '${COMPLETE}') then return false end
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[2], '[' .. ARGV[1] .. '\\255', 'LIMIT', 0, ${GROUP_SIZE})
`

/** KEYS[1]: the set. ARGV: the start of all keys, names. Deletes the entries and ends their runs. */
const DELETE_NAMES = `
for index = 2, #ARGV do
  local key = ARGV[1] .. ARGV[index] .. '}'
  redis.call('UNLINK', key)
  if redis.call('DEL', key .. ':runs') == 1 then redis.call('PUBLISH', key .. ':ended', 'deleted') end
  redis.call('ZREM', KEYS[1], ARGV[index])
end
`

/** Resolves to true if the set has all names. Finds them with `scan` if it has not. */
export async function completeIndex(
  { connection, guard, names }: ServerParts,
  scan: () => AsyncIterable<readonly EntryName[]>,
): Promise<boolean> {
  if (connection.isCluster) return false
  const run = (script: string, args: readonly string[]) =>
    guard(() => connection.runScript(script, [names.index], args))
  const token = `!${crypto.randomUUID()}`
  const state = await run(OPEN_INDEX, [token])
  if (state !== 0) return state === 1
  for await (const found of scan()) await run(ADD_NAMES, found)
  return (await run(CLOSE_INDEX, [token])) === 1
}

/** Yields the names that begin with `start`, in groups. Returns false if the set was lost, so that names may be missing. */
export async function* readNames(
  { connection, guard, names }: ServerParts,
  start: string,
): AsyncGenerator<readonly EntryName[], boolean> {
  for (let from = `[${start}`; ; ) {
    const answer = await guard(() => connection.runScript(READ_NAMES, [names.index], [start, from]))
    if (!Array.isArray(answer)) return false
    const found: readonly EntryName[] = answer.map(String)
    if (found.length > 0) yield found
    if (found.length < GROUP_SIZE) return true
    from = `(${found.at(-1)}`
  }
}

/** Deletes the entries with these names, and ends their runs, in one step. */
export async function deleteNames(
  { connection, guard, names }: ServerParts,
  group: readonly EntryName[],
): Promise<void> {
  await guard(() => connection.runScript(DELETE_NAMES, [names.index], [names.entryKey('').slice(0, -1), ...group]))
}
