import { expect, it } from 'vitest'
import type { ActivityEvent } from '../../../examples/packages/api-types.ts'
import { describeActivity } from '../../../examples/packages/app/components/where-from/activity-sentence.ts'

const ada = { id: 'a', name: 'Ada' }
const grace = { id: 'g', name: 'Grace' }
const describe = (event: Partial<ActivityEvent>) =>
  describeActivity({ id: '1', at: 0, kind: 'disk', packageId: 'p@1.0.0', visitor: ada, ms: 12, ...event }, grace)

it('tells how the server got an answer, for whom, and how long it took', () => {
  expect(describe({ kind: 'computed', ms: 2_340 })).toBe('p@1.0.0 computed for Ada in 2.3 s')
  expect(describe({ kind: 'disk', ms: 0.4 })).toBe("p@1.0.0 read from the server's disk for Ada in less than 1 ms")
  expect(describe({ kind: 'joined' })).toBe('p@1.0.0: Ada waited 12 ms for a computation that was already running')
  expect(describe({ kind: 'note' })).toBe('p@1.0.0: note of Ada stored')
})

it('calls the visitor who reads it "you", and names the list', () => {
  expect(describe({ visitor: grace })).toBe("p@1.0.0 read from the server's disk for you in 12 ms")
  expect(describe({ packageId: null })).toBe("list of packages read from the server's disk for Ada in 12 ms")
})
