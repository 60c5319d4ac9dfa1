import { useState } from 'react'
import { askedBy } from '../engine/asked.ts'
import type { Config } from './config.ts'
import { createInstance } from './instance.ts'
import type { Result } from './result.ts'
import { useView } from './use-view.ts'
import { View } from './view.ts'
import type { Wanted } from './wanted.ts'

/** One entry, shown: the innermost hook, below the middleware. */
export function useEntry(key: unknown, fetcher: Wanted['fetcher'] | null, config: Config): Result {
  const wanted: Wanted = { asked: askedBy(key, config.face, config), fetcher: fetcher ?? undefined, config }
  const [instance] = useState(() => createInstance(wanted, (...given) => new View(...given)))
  return useView(instance, wanted)
}
