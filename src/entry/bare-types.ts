import type { AllowedTypes } from './allowed-types.ts'

/** No classes, and no way for them: for pages that should not load what knows kinds of objects. */
export const bareTypes: AllowedTypes = { kinds: new Map() }
