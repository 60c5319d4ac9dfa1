import { useState } from 'react'
import type { Config } from './config.ts'
import type { Given } from './given.ts'
import { createInstance } from './instance.ts'
import type { Result } from './result.ts'
import { useView } from './use-view.ts'
import { View } from './view.ts'
import { wantedBy } from './wanted.ts'

/** One entry, shown: the innermost hook, below the middleware. */
export function useEntry(key: unknown, fetcher: Given['fetcher'], config: Config): Result {
  const wanted = wantedBy(key, fetcher, config)
  const [instance] = useState(() => createInstance(wanted, (...given) => new View(...given)))
  return useView(instance, wanted, config)
}
