import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TagState } from '../../src/next/tag-state.ts'
import { judgeByTags, mergeTagStates } from '../../src/next/tag-state.ts'

describe('two revalidations of a tag', () => {
  test('give the same state in any order', () => {
    const instant = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined })
    const state = fc
      .record({ expiredAt: instant, staleAt: instant, span: instant })
      .map(({ expiredAt, staleAt, span }) => ({
        ...(expiredAt && { expiredAt }),
        ...(staleAt && { staleAt }),
        ...(staleAt && span && { staleUntil: staleAt + span }),
      }))
    fc.assert(
      fc.property(state, state, fc.nat(20), (one, other, beganAt) => {
        const verdicts = [mergeTagStates(one, other), mergeTagStates(other, one)].map((each) =>
          judgeByTags([each], beganAt, 20),
        )
        expect(verdicts[0]).toBe(verdicts[1])
      }),
    )
  })

  test.each<[title: string, earlier: TagState, later: TagState, beganAt: number, verdict: string]>([
    ['keep what expired before a profile', { expiredAt: 5 }, { staleAt: 7, staleUntil: 99 }, 4, 'expired'],
    ['make stale what began between them', { expiredAt: 5 }, { staleAt: 7, staleUntil: 99 }, 6, 'stale'],
    ['keep what a profile expired', { staleAt: 2, staleUntil: 6 }, { staleAt: 7, staleUntil: 99 }, 2, 'expired'],
    ['leave what began later fresh', { staleAt: 2, staleUntil: 6 }, { staleAt: 7, staleUntil: 99 }, 8, 'fresh'],
  ])('%s', (_, earlier, later, beganAt, verdict) => {
    expect(judgeByTags([mergeTagStates(earlier, later)], beganAt, 10)).toBe(verdict)
  })
})
