// The steps that must not be torn, as scripts of Redis. Each sees one entry: KEYS[1] is its text, KEYS[2] its runs, KEYS[3] the names of
// all entries and KEYS[4] the counter of messages, except in a cluster (name-index.ts, publish.ts). A run is a computation of the entry: the holder of the lock, or one beside it. The
// hash of the runs has these fields:
//
//     holder     the token of the run that holds the lock
//     <token>    when the lease of this run ends, and when the run began, in milliseconds of the server's clock
//     ends       counts the runs that have ended by a release, a write or a delete; a lease that runs out counts no end
//
// A write and a delete end all runs in the same step. So a result can only be stored by a run that began after them:
//
//     process A   |-take-|------------compute------------|-write-|     refused: its run has ended
//     process B              |-delete-|
//
// The scripts are sent with each call, not by their hash. Redis compiles a text once, and a restarted or emptied server needs no
// second attempt, after which the calls of one entry would no longer be in their order.

/** How long the counter of ends outlives the runs, for those who still wait. */
const RUNS_KEPT_MS = 120_000

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local order = string.format('%.3f', now)
`

/** `addName` notes the name of the entry. A set that cannot be written never fails the write of the entry. */
const ADD_NAME = `
local function startOfKeys() return string.sub(KEYS[1], 1, #KEYS[3] - 4) end
local function addName()
  if KEYS[3] then redis.pcall('ZADD', KEYS[3], 0, string.sub(KEYS[1], #KEYS[3] - 3, -2)) end
end
`

/**
 * Now and then takes names at random and removes those that have neither an entry nor runs. Twice as many are looked at as are written,
 * so a set has few of them at any time. The microseconds of the clock decide when: the random numbers of a script are always the same.
 */
const FORGET_EXPIRED = `
local names = KEYS[3] and time[2] % 8 == 0 and redis.pcall('ZRANDMEMBER', KEYS[3], 16) or {}
for _, name in ipairs(names) do
  local key = startOfKeys() .. name .. '}'
  if string.sub(name, 1, 1) == '[' and redis.call('EXISTS', key, key .. ':runs') == 0 then
    redis.call('ZREM', KEYS[3], name)
  end
end
`

/** Returns whether the run of a token still counts. A run whose process was stopped for longer than its lease has ended. */
const HOLDS = `
local function holds(token)
  local run = redis.call('HGET', KEYS[2], token)
  return run and tonumber(string.match(run, '^%S+')) > now
end
`

const END_RUNS = `
local function endRuns(channel)
  local ends = redis.pcall('HGET', KEYS[2], 'ends')
  if redis.call('DEL', KEYS[2]) == 1 then
    local count = (type(ends) == 'string' and ends or 0) + 1
    redis.call('HSET', KEYS[2], 'ends', count)
    redis.call('PEXPIRE', KEYS[2], ${RUNS_KEPT_MS})
    redis.call('PUBLISH', channel, count)
  end
end
`

/** The last two of ARGV: the message about the change, before and after its order, or `''`. Returns 1 if it was sent. */
const TELL = `
local function tell(order)
  local before, after = ARGV[#ARGV - 1], ARGV[#ARGV]
  local count = before ~= '' and redis.pcall('INCR', KEYS[4])
  if type(count) ~= 'number' then return 0 end
  local sent = redis.pcall('PUBLISH', KEYS[4], count .. ' ' .. before .. order .. after)
  return type(sent) == 'number' and 1 or 0
end
`

/**
 * ARGV: token, lease, `'lock'` or `'share'`, the ends that the caller knows or `''`. Returns `{'taken', ends, order, 1 if there is an
 * entry}`, `{'busy', ends, ms left}`, or `{'ended', ends}` if the ends are others.
 */
export const TAKE_RUN: string = `${NOW}${ADD_NAME}
local holder = redis.call('HGET', KEYS[2], 'holder')
local ends = redis.call('HGET', KEYS[2], 'ends') or '0'
if ARGV[4] ~= '' and ends ~= ARGV[4] then return {'ended', ends} end
if ARGV[3] == 'lock' then
  if holder then
    local run = redis.call('HGET', KEYS[2], holder)
    local left = run and tonumber(string.match(run, '^%S+')) - now or 0
    if left > 0 then return {'busy', ends, tostring(math.ceil(left))} end
    redis.call('HDEL', KEYS[2], holder)
  end
  redis.call('HSET', KEYS[2], 'holder', ARGV[1])
end
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.3f', now + ARGV[2]) .. ' ' .. order)
redis.call('PEXPIRE', KEYS[2], ARGV[2] + ${RUNS_KEPT_MS})
addName()
return {'taken', ends, order, redis.call('EXISTS', KEYS[1])}
`

/** ARGV: token. Returns 1 if the run still counts, else 0. */
export const HOLDS_RUN: string = `${NOW}${HOLDS}
return holds(ARGV[1]) and 1 or 0
`

/** ARGV: token, lease. Returns 1 if the lease was renewed, 0 if the run has ended. */
export const RENEW_RUN: string = `${NOW}${HOLDS}
if not holds(ARGV[1]) then return 0 end
local began = string.match(redis.call('HGET', KEYS[2], ARGV[1]), '%S+$')
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.3f', now + ARGV[2]) .. ' ' .. began)
redis.call('PEXPIRE', KEYS[2], ARGV[2] + ${RUNS_KEPT_MS})
return 1
`

/** ARGV: token, channel. A holder lets those who wait go on. */
export const RELEASE_RUN: string = `
redis.call('HDEL', KEYS[2], ARGV[1])
if redis.call('HGET', KEYS[2], 'holder') == ARGV[1] then
  redis.call('HDEL', KEYS[2], 'holder')
  redis.call('PUBLISH', ARGV[2], redis.call('HINCRBY', KEYS[2], 'ends', 1))
end
`

/**
 * ARGV: token or `''`, the text, its lifetime in milliseconds or `''`, the latest time for it, channel, the order of the run or `''`,
 * message. Returns `{'written', order, 1 if the message was sent}`, `{'ended'}` if the run no longer counts, or `{'late'}`: the client
 * has sent the command again after its connection was cut, and its caller was told long ago that it failed.
 */
export const WRITE_ENTRY: string = `${NOW}${HOLDS}${END_RUNS}${ADD_NAME}${TELL}
if ARGV[4] ~= '' and now > tonumber(ARGV[4]) then return {'late'} end
if ARGV[1] ~= '' and not holds(ARGV[1]) then return {'ended'} end
if ARGV[6] ~= '' then order = ARGV[6] end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
endRuns(ARGV[5])
addName()
${FORGET_EXPIRED}
return {'written', order, tell(order)}
`

/** ARGV: channel, message. Returns `{order, 1 if the message was sent}`. */
export const DELETE_ENTRY: string = `${NOW}${END_RUNS}${TELL}
redis.call('UNLINK', KEYS[1])
endRuns(ARGV[1])
if KEYS[3] then redis.pcall('ZREM', KEYS[3], string.sub(KEYS[1], #KEYS[3] - 3, -2)) end
return {order, tell(order)}
`

/**
 * ARGV: the first characters of the text, or `''` for no entry; `'delete'` or `'keep'`; the instant of an invalidation; channel. Deletes
 * the entry, and ends the runs that began before the instant. Returns 1, or 0 and does nothing if there is another entry by now.
 */
export const DELETE_IF_SAME: string = `${END_RUNS}
if redis.call('GETRANGE', KEYS[1], 0, math.max(#ARGV[1], 1) - 1) ~= ARGV[1] then return 0 end
if ARGV[2] == 'delete' then redis.call('UNLINK', KEYS[1]) end
local runs = redis.call('HGETALL', KEYS[2])
for index = 1, #runs, 2 do
  local began = string.match(runs[index + 1], '^%S+ (%S+)$')
  if began and tonumber(began) <= tonumber(ARGV[3]) then
    endRuns(ARGV[4])
    break
  end
end
return 1
`

/** Most headers are shorter than this, in bytes. */
export const START_BYTES = 4_096

/** Returns the beginning of the text, and its size in bytes. */
export const READ_START: string = `
return {redis.call('GETRANGE', KEYS[1], 0, ${START_BYTES - 1}), redis.call('STRLEN', KEYS[1])}
`

/** KEYS: the entries of a tag, and when it was invalidated. ARGV: name, when the entry expires or `''`. Returns that instant or `''`. */
export const ADD_TO_TAG: string = `${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. order)
local untilMs = ARGV[2] == '' and 'inf' or string.format('%.3f', now + ARGV[2])
redis.call('ZADD', KEYS[1], 'GT', untilMs, ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
if last == 'inf' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last + 1000)) end
return redis.call('GET', KEYS[2]) or ''
`

/** How long an invalidation of a tag counts for computations that began before it. */
const TAG_KEPT_MS = 86_400_000

/** KEYS: as above. Returns `{order, name, name, …}`. */
export const END_TAG: string = `${NOW}
redis.call('SET', KEYS[2], order, 'PX', ${TAG_KEPT_MS})
local names = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(names, 1, order)
return names
`

/** KEYS[1]: the counter of messages. ARGV: channel, message. */
export const PUBLISH_CHANGES: string = `
local count = redis.call('INCR', KEYS[1])
redis.call('PUBLISH', ARGV[1], count .. ' ' .. ARGV[2])
return count
`

/** KEYS[1]: the counter of messages. Returns the counter and the server's time. */
export const READ_CHANGES: string = `${NOW}
return {redis.call('GET', KEYS[1]) or '0', order}
`
