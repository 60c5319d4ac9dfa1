import { useEffect, useState } from 'react'
import type { Engine } from '../engine/engine.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import type { Key, KeyOrNone } from './config/key.ts'
import type { Options, ProviderOptions } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import { noteStreamedEntry } from './observer/missing-fetcher.ts'
import type { Source } from './observer/stream.ts'
import { joinStream } from './observer/stream.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import type { Result } from './result/result.ts'
import { useCachetta } from './use-cachetta.ts'

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
  const request = resolveKey(key, config.handle, config)
  const [engine, id] = [request?.handle.engine, request?.id]
  const [opener] = useState(createOpener)
  useCommitEffect(() => opener.commit(request, source as Source<unknown, unknown>))
  // A source is opened for an entry: another function, or another list of the same arguments, opens no other.
  useEffect(() => opener.open(engine, id), [opener, engine, id])
  // What fills the entry is the source: a provider's fetcher is for other hooks.
  return useCachetta<Data, K, Selected>(key, null, { ...options, fetcher: null } as Options<Data, Selected>)
}

function createOpener() {
  let latest: { readonly request: KeyRequest | undefined; readonly source: Source<unknown, unknown> } | undefined
  return {
    commit(request: KeyRequest | undefined, source: Source<unknown, unknown>): void {
      latest = { request, source }
      if (request) noteStreamedEntry(request.handle.engine, request.id)
    },
    /** Opens what was committed for this entry. */
    open(engine: Engine | undefined, id: string | undefined): (() => void) | undefined {
      const { request, source } = latest ?? {}
      return source && request && request.id === id && request.handle.engine === engine
        ? joinStream(request, source)
        : undefined
    },
  }
}
