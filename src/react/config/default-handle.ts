import { defaultStore } from '#page-store'
import { engineOf } from '../../engine/create-engine.ts'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { HOOK_FRESHNESS } from '../../engine/request/policy.ts'
import { createCloneCodec } from '../../entry/clone-codec.ts'
import { canonicalText } from '../../key/canonical.ts'

/**
 * Creates the cache of hooks without a provider: over IndexedDB in a browser, in memory elsewhere. Its engine is created for the
 * first hook that needs it, because that opens the database. A hook with a cached function in its key may need only the engine of
 * that function.
 */
export function createDefaultHandle(): CacheHandle {
  return {
    get engine() {
      return engineOf(defaultStore())
    },
    memory: undefined,
    policy: {
      read: true,
      write: true,
      lock: true,
      ...HOOK_FRESHNESS,
      staleIfError: 0,
      types: { kinds: new Map(), cloneCodec: createCloneCodec(new Map()) }, // as `builtInTypes`, without code for allowed classes
    },
    base: 'cachetta',
    addressOf: (args) => ({ path: 'cachetta', key: canonicalText(args), exact: false }),
    shouldStore: () => true,
    tagsOf: () => [],
  }
}
