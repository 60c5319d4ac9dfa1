import { useEffect, useState } from 'react'
import type { Asked } from '../engine/asked.ts'
import { askedBy } from '../engine/asked.ts'
import type { Engine } from '../engine/engine.ts'
import type { Key, KeyOrNone } from './key.ts'
import { excuseFromFetcher } from './no-fetcher.ts'
import type { Options, ProviderOptions } from './options.ts'
import type { Result } from './result.ts'
import type { Source } from './source.ts'
import { openSource } from './source.ts'
import { useCachetta } from './use-cachetta.ts'
import { useCommitEffect } from './use-commit-effect.ts'
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
  const [opener] = useState(createOpener)
  useCommitEffect(() => opener.commit(asked, source as Source<unknown, unknown>))
  // A source is opened for an entry: another function, or another list of the same arguments, opens no other.
  useEffect(() => opener.open(engine, id), [opener, engine, id])
  // What fills the entry is the source: a provider's fetcher is for other hooks.
  return useCachetta<Data, K, Selected>(key, null, { ...options, fetcher: null } as Options<Data, Selected>)
}

function createOpener() {
  let latest: { readonly asked: Asked | undefined; readonly source: Source<unknown, unknown> } | undefined
  return {
    commit(asked: Asked | undefined, source: Source<unknown, unknown>): void {
      latest = { asked, source }
      if (asked) excuseFromFetcher(asked.face.engine, asked.id)
    },
    /** Opens what was committed for this entry. */
    open(engine: Engine | undefined, id: string | undefined): (() => void) | undefined {
      const { asked, source } = latest ?? {}
      return source && asked && asked.id === id && asked.face.engine === engine ? openSource(asked, source) : undefined
    },
  }
}
