import type { ComputeContext, ComputeRequest } from '../../engine/request/request.ts'
import type { KeyRequest } from '../../engine/request/resolve-key.ts'
import { resolveKey } from '../../engine/request/resolve-key.ts'
import type { HookArguments } from '../config/arguments.ts'
import type { Config } from '../config/config.ts'

/** What a render asks for: an entry, how it is to be shown, and what gets its data. */
export interface HookQuery extends KeyRequest {
  readonly config: Config
  /** `undefined` where nothing can get the data. */
  readonly run: ComputeRequest['run'] | undefined
  readonly shouldStore: ComputeRequest['shouldStore']
  readonly isPaused: () => boolean
}

/** `undefined` for no key. Throws `InvalidKeyError` for what has no stable identity. */
export function resolveQuery(key: unknown, fetcher: HookArguments['fetcher'], config: Config): HookQuery | undefined {
  const request = resolveKey(key, config.handle, config)
  if (request === undefined) return undefined
  const { args, handle } = request
  return {
    ...request,
    config,
    run: chooseRun(request, fetcher, config),
    shouldStore: config.condition ?? ((value) => handle.shouldStore(value, args)),
    isPaused: config.isPaused,
  }
}

/** The hook's own fetcher, else the cached function in the key, else the fetcher of the provider. */
function chooseRun(
  { args, handle: { fn }, key }: KeyRequest,
  fetcher: HookArguments['fetcher'],
  config: Config,
): HookQuery['run'] {
  const shared = config.fetcher as HookArguments['fetcher'] // its keys are whatever the hooks under the provider ask for
  if (fn && (!fetcher || fetcher === shared)) return () => fn(...args)
  const own = fetcher ?? shared
  return own ? (context: ComputeContext) => own(key, context) : undefined
}

/** Can it be fetched now? */
export function isFetchable(query: HookQuery): query is HookQuery & ComputeRequest {
  return query.run !== undefined && !query.config.isPaused()
}
