import { describe, it } from 'vitest'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'

describeStore('memoryStore', memoryStore, { describe, it })
