import type { ComputeContext, ComputeRequest } from '../../engine/request/request.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { resolveKey } from '../../engine/request/resolve-key.ts'
import { isThenable } from '../../engine/thenable.ts'
import type { Config } from '../config/config.ts'
import type { AnyFetcher } from '../config/options.ts'

/** What one render of a hook asks for: an entry, the config of the hook, and the function that gets the data. */
export interface HookQuery extends KeyRequest {
  readonly config: Config
  /** `undefined` if nothing can get the data. */
  readonly run: ComputeRequest['run'] | undefined
  readonly shouldStore: ComputeRequest['shouldStore']
  readonly isPaused: () => boolean
}

/** Returns `undefined` without a key. Throws `InvalidKeyError` for a key that has no stable identity. */
export function resolveQuery(key: unknown, fetcher: AnyFetcher, config: Config): HookQuery | undefined {
  const request = resolveKey(key, config.handle, config)
  if (request === undefined) return undefined
  const { args, handle } = request
  return {
    config,
    run: chooseRun(request, fetcher, config),
    shouldStore: config.condition ?? ((value) => handle.shouldStore(value, args)),
    isPaused: () => callOption(config.isPaused, [], false),
    // The spread is last: V8 is slow to add properties after it, and every render comes here (`npm run bench -- --row server`).
    ...request,
  }
}

/** Chooses the hook's own fetcher, else the cached function in the key, else the fetcher of the provider. */
function chooseRun({ args, handle: { fn }, key }: KeyRequest, fetcher: AnyFetcher, config: Config): HookQuery['run'] {
  const shared = config.fetcher as AnyFetcher // it takes the keys of all hooks under the provider
  if (fn && (!fetcher || fetcher === shared)) return () => fn(...args)
  const chosen = fetcher ?? shared
  return chosen ? (context: ComputeContext) => chosen(key, context) : undefined
}

/** True if the query can be fetched now. */
export function isFetchable(query: HookQuery): query is HookQuery & ComputeRequest {
  return query.run !== undefined && !query.isPaused()
}

/**
 * Calls a function among the options of a hook. An error of its own is an uncaught error of the application and changes nothing here:
 * the hook goes on with `otherwise`.
 */
export function callOption<Args extends readonly unknown[], Returned>(
  option: ((...args: Args) => Returned) | undefined,
  args: Args,
  otherwise: Returned,
): Returned {
  if (!option) return otherwise
  try {
    const returned = option(...args)
    if (isThenable(returned)) returned.then(undefined, reportUncaught)
    return returned
  } catch (error) {
    reportUncaught(error)
    return otherwise
  }
}

/** Compares data by the option `compare`. If that throws, the data differs. */
export function isSameData({ compare }: Config, one: unknown, other: unknown): boolean {
  return Object.is(one, other) || callOption(compare, [one, other], false)
}

/** Asks `isOnline` or `isVisible`. A host that cannot answer counts as online and visible: the request finds out. */
export function askHost(option: () => boolean): boolean {
  return callOption(option, [], true)
}

/** A platform without `reportError` reports what a timer throws. */
function reportUncaught(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  else {
    setTimeout(() => {
      throw error
    })
  }
}
