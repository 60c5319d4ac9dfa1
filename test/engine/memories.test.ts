import { describe, expect, it } from 'vitest'
import { createMemories } from '../../src/engine/memories.ts'
import { createMemory, type Remembered } from '../../src/engine/memory.ts'
import { createSlots } from '../../src/engine/slots.ts'

const remembered = (value: string): Remembered => ({
  address: { path: value, key: '', exact: false },
  entry: { key: '', storedAt: 0, tags: [], value },
  source: 'network',
})

describe('a memory', () => {
  it('lets go of what was used longest ago', () => {
    const memory = createMemory(2)
    for (const id of ['a', 'b']) memory.put(id, remembered(id))
    memory.get('a')
    memory.put('c', remembered('c'))
    expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([true, false, true])
  })

  it('takes a new value for what it holds without a change of order, and nothing it does not hold', () => {
    const memory = createMemory(2)
    for (const id of ['a', 'b']) memory.put(id, remembered(id))
    memory.replace('a', remembered('new'))
    memory.replace('x', remembered('x'))
    expect([memory.get('a')?.entry.value, memory.get('x')]).toEqual(['new', undefined])
    memory.get('b')
    memory.put('c', remembered('c'))
    expect(memory.get('a')).toBe(undefined)
  })
})

describe('the memories over one store', () => {
  it('are all corrected by a write, and only the asker takes an entry in', () => {
    const memories = createMemories(createSlots())
    const [one, two, three] = [createMemory(5), createMemory(5), createMemory(5)]
    for (const memory of [one, two, three]) memories.add(memory)
    two.put('a', remembered('old'))
    memories.remember(one, 'a', remembered('new'))
    expect([one, two, three].map((memory) => memory.get('a')?.entry.value)).toEqual(['new', 'new', undefined])
  })

  it('are corrected by a write of a cache that has none', () => {
    const memories = createMemories(createSlots())
    const only = createMemory(5)
    memories.add(only)
    only.put('a', remembered('old'))
    memories.remember(undefined, 'a', remembered('new'))
    expect(only.get('a')?.entry.value).toBe('new')
  })

  it('all forget', () => {
    const memories = createMemories(createSlots())
    const [one, two] = [createMemory(5), createMemory(5)]
    for (const memory of [one, two]) {
      memories.add(memory)
      for (const id of ['a', 'b', 'c']) memory.put(id, remembered(id))
    }
    memories.forget('a')
    memories.forgetWhere(({ address }) => address.path === 'b')
    for (const memory of [one, two])
      expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([false, false, true])
  })
})
