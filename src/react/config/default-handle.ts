import { defaultStore } from '#page-store'
import { engineOf } from '../../engine/create-engine.ts'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { HOOK_FRESHNESS } from '../../engine/request/policy.ts'
import { cloneTypes } from '../../entry/clone-types.ts'
import { canonicalText } from '../../key/canonical.ts'

/** Creates the cache of hooks without a provider: over IndexedDB in a browser, in memory elsewhere. */
export function createDefaultHandle(): CacheHandle {
  return {
    engine: engineOf(defaultStore()),
    memory: undefined,
    policy: {
      read: true,
      write: true,
      lock: true,
      ...HOOK_FRESHNESS,
      staleIfError: 0,
      types: cloneTypes,
    },
    base: 'cachetta',
    addressOf: (args) => ({ path: 'cachetta', key: canonicalText(args), exact: false }),
    shouldStore: () => true,
    tagsOf: () => [],
  }
}
