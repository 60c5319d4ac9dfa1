import type { AllowedTypes } from './allowed-types.ts'

/** What structured clone keeps as it is: a page whose entries need no more loads neither codecs nor forms. */
export const cloneTypes: AllowedTypes = { kinds: new Map() }
