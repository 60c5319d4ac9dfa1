import { changeChecks } from './change-checks.ts'
import type { Check } from './check.ts'
import { damageChecks } from './damage-checks.ts'
import { deleteManyChecks } from './delete-many-checks.ts'
import { endChecks } from './end-checks.ts'
import { handleChecks } from './handle-checks.ts'
import { listChecks } from './list-checks.ts'
import { lockChecks } from './lock-checks.ts'
import { memberChecks } from './member-checks.ts'
import { nameChecks } from './name-checks.ts'
import { subscribeChecks } from './subscribe-checks.ts'
import { syncChecks } from './sync-checks.ts'
import { valueChecks } from './value-checks.ts'

/** The contract of `Store`, one check per sentence. */
export const contractChecks: readonly Check[] = [
  ...memberChecks,
  ...valueChecks,
  ...changeChecks,
  ...nameChecks,
  ...damageChecks,
  ...listChecks,
  ...deleteManyChecks,
  ...lockChecks,
  ...endChecks,
  ...syncChecks,
  ...handleChecks,
  ...subscribeChecks,
]
