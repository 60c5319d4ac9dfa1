import { defaultStore } from '#page-store'
import { engineOf } from '../engine/create-engine.ts'
import type { Face } from '../engine/faces.ts'
import { SHOWN } from '../engine/policy.ts'
import { cloneTypes } from '../entry/clone-types.ts'
import { canonicalText } from '../key/canonical.ts'

/** Behind the hooks under no provider: this browser's IndexedDB; memory alone elsewhere. */
export function defaultFace(): Face {
  return {
    engine: engineOf(defaultStore()),
    memory: undefined,
    policy: {
      read: true,
      write: true,
      lock: true,
      ...SHOWN,
      staleIfError: 0,
      version: undefined,
      types: cloneTypes,
    },
    base: 'cachetta',
    addressOf: (args) => ({ path: 'cachetta', key: canonicalText(args), exact: false }),
    accepts: () => true,
    tagsOf: () => [],
  }
}
