import type { AllowedTypes } from './allowed-types.ts'

/**
 * Only the types that a structured clone keeps by itself. A page that stores no other types uses this list, so it loads neither
 * json/ nor kinds/.
 */
export const cloneTypes: AllowedTypes = { kinds: new Map() }
