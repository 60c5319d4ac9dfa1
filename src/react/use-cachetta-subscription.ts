import { useEffect } from 'react'
import { askedBy } from '../engine/asked.ts'
import type { Key, KeyOrNone } from './key.ts'
import type { Options, ProviderOptions } from './options.ts'
import type { Result } from './result.ts'
import type { Source } from './source.ts'
import { openSource } from './source.ts'
import { useCachetta } from './use-cachetta.ts'
import { useConfig } from './use-config.ts'

/** What is shown of a stream; fields that are not read never render. */
export type SubscriptionResult<Data, Selected = Data> = Result<Selected, Selected | undefined, Data>

/**
 * Shows what a source sends, and what it sent last after a reload. Any number of components with one key share one source; it
 * is closed with the last of them.
 */
export function useCachettaSubscription<Data, const K extends Key, Selected = Data>(
  key: KeyOrNone<K>,
  source: Source<Data, K>,
  options?: Options<Data, Selected>,
): SubscriptionResult<Data, Selected> {
  const config = useConfig(options as unknown as ProviderOptions) // what it takes and gives is this key's data
  const asked = askedBy(key, config.face, config)
  const [engine, id] = [asked?.face.engine, asked?.id]
  // A source is opened for an entry: another function, or another list of the same arguments, opens no other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => asked && openSource(asked, source as Source<unknown, unknown>), [engine, id])
  return useCachetta<Data, K, Selected>(key, null, options)
}
