// Which failures are worth another attempt, and when.

/** Statuses of HTTP that say "later": timeout, too early, too many requests. */
const PASSING_STATUSES = [408, 425, 429]

const NETWORK_CODES = /^(E(CONN|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE|HOST|NET)|UND_ERR_|ERR_NETWORK)/
const NETWORK_NAMES = ['NetworkError', 'TimeoutError', 'AbortError']

/** What `fetch` says in Chromium, Node, Firefox, Safari and React Native. */
const FETCH_FAILED = /failed to fetch|fetch failed|networkerror|load failed|network request failed|network error/i

/** True for network errors, for statuses that a later attempt may not get, and for any error without a status while offline. */
export function isRetryable(error: unknown, isOnline: boolean): boolean {
  const status = statusOf(error)
  if (status !== undefined) return status >= 500 || PASSING_STATUSES.includes(status)
  if (!isOnline) return true
  const { cause, code, message, name }: Record<string, unknown> = Object(error)
  if (NETWORK_CODES.test(String(code ?? Object(cause).code ?? ''))) return true
  return NETWORK_NAMES.includes(String(name)) || (typeof message === 'string' && FETCH_FAILED.test(message))
}

function statusOf(error: unknown): number | undefined {
  const { response, status, statusCode }: Record<string, unknown> = Object(error)
  return [status, statusCode, Object(response).status].find((each) => typeof each === 'number')
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** The pause after the attempt with this number: 1 second, and twice as long each time, up to one minute. */
export function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
}
