import { changeChecks } from './changes.ts'
import type { Check } from './check.ts'
import { listChecks } from './listing.ts'
import { lockChecks } from './locks.ts'
import { twinChecks } from './twins.ts'
import { valueChecks } from './values.ts'

/** The contract of `Store`, sentence by sentence. */
export const contractChecks: readonly Check[] = [
  ...valueChecks,
  ...changeChecks,
  ...listChecks,
  ...lockChecks,
  ...twinChecks,
]
