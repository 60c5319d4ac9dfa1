import type { AllowedTypes } from '../../../src/entry/allowed-types.ts'

/** Only the types that a structured clone keeps by itself. */
export const cloneTypes: AllowedTypes = { kinds: new Map() }
