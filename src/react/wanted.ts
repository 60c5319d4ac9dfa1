import type { Asked } from '../engine/asked.ts'
import { askedBy } from '../engine/asked.ts'
import type { Context, Job } from '../engine/question.ts'
import type { Config } from './config.ts'
import type { Given } from './given.ts'

/** What a render asks for: an entry, how it is to be shown, and what gets its data. */
export interface Wanted extends Asked, Omit<Job, 'compute' | 'key'> {
  readonly config: Config
  /** `undefined` where nothing can get the data. */
  readonly compute: Job['compute'] | undefined
}

/** `undefined` for no key. Throws `InvalidKeyError` for what has no stable identity. */
export function wantedBy(key: unknown, fetcher: Given['fetcher'], config: Config): Wanted | undefined {
  const asked = askedBy(key, config.face, config)
  if (asked === undefined) return undefined
  const { args, face } = asked
  // What was made for this render alone may grow: a copy of so many properties would cost as much as the rest of a render.
  return Object.assign(asked, {
    config,
    compute: computeBy(asked, fetcher, config),
    accepts: config.condition ?? ((value) => face.accepts(value, args)),
    isDropped: config.isPaused,
  })
}

/** The hook's own fetcher, else the cached function in the key, else the fetcher of the provider. */
function computeBy({ args, face: { fn }, key }: Asked, fetcher: Given['fetcher'], config: Config): Wanted['compute'] {
  const shared = config.fetcher as Given['fetcher'] // its keys are whatever the hooks under the provider ask for
  if (fn && (!fetcher || fetcher === shared)) return () => fn(...args)
  const own = fetcher ?? shared
  return own ? (context: Context) => own(key, context) : undefined
}

/** Can it be fetched now? */
export function isFetchable(wanted: Wanted): wanted is Wanted & Job {
  return wanted.compute !== undefined && !wanted.config.isPaused()
}
