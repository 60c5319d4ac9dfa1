// Stores that break one sentence of the contract each.
import { brokenChanges } from './broken-changes.ts'
import { brokenDeleteMany } from './broken-delete-many.ts'
import { brokenHandles } from './broken-handles.ts'
import { brokenLists } from './broken-lists.ts'
import { brokenLocks } from './broken-locks.ts'
import { brokenMembers } from './broken-members.ts'
import type { BrokenStore } from './broken-store.ts'
import { brokenValues } from './broken-values.ts'

export const brokenStores: readonly BrokenStore[] = [
  ...brokenMembers,
  ...brokenValues,
  ...brokenChanges,
  ...brokenLists,
  ...brokenDeleteMany,
  ...brokenLocks,
  ...brokenHandles,
]
