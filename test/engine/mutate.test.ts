import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { memoryStore, mutate, peek, subscribe, UnsafeTypeError } from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'
import { settled } from '../support/by-hand.ts'
import { logLines } from '../support/log-lines.ts'

logLines()

describe('a mutation that the store refuses late', () => {
  it('does not bring its value back over that of a later one', async () => {
    let refuse = () => {}
    const refused = new Promise<void>((resolve) => {
      refuse = resolve
    })
    const inner = memoryStore()
    const set: Store['set'] = async (address, entry, types) => {
      if (entry.value !== 'refused') return inner.set(address, entry, types)
      await refused
      throw new UnsafeTypeError('it cannot come back')
    }
    const { cache } = createTestCache({ store: { ...inner, set } })
    const stop = subscribe(cache, 'key', () => {})
    const first = mutate(cache, 'key', 'refused', false)
    await settled()
    expect(peek(cache, 'key')).toBe('refused')
    await mutate(cache, 'key', 'later', false)
    refuse()
    await first
    expect(peek(cache, 'key')).toBe('later')
    stop()
  })
})
