import type { Asked } from '../engine/asked.ts'
import type { Context, Job } from '../engine/question.ts'
import type { Wanted } from './wanted.ts'

/** What gets the data: the hook's own fetcher, else the cached function in the key, else the fetcher of the provider. */
export function runnable(
  { args, face, key }: Asked,
  { fetcher, config }: Pick<Wanted, 'fetcher' | 'config'>,
): ((context: Context) => unknown) | undefined {
  const { fn } = face
  const shared = config.fetcher as typeof fetcher // its keys are whatever the hooks under the provider ask for
  if (fetcher && fetcher !== shared) return (context) => fetcher(key, context)
  if (fn) return () => fn(...args)
  return shared ? (context) => shared(key, context) : undefined
}

/** A fetch of the entry, as work for the engine; `undefined` where nothing can get its data. */
export function jobFor(asked: Asked, wanted: Wanted): Job | undefined {
  const compute = runnable(asked, wanted)
  if (compute === undefined) return undefined
  const { condition, isPaused } = wanted.config
  const accepts = (value: unknown) => (condition ? condition(value) : asked.face.accepts(value, asked.args))
  return { ...asked, compute, accepts, isDropped: isPaused }
}
