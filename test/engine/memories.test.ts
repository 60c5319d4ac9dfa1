import { describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/create-engine.ts'
import { joinMemory } from '../../src/engine/join-memory.ts'
import { createMemory } from '../../src/engine/lru.ts'
import { remember, unremember } from '../../src/engine/memories.ts'
import type { Memory, Remembered } from '../../src/engine/memory.ts'
import { Recent } from '../../src/engine/recent.ts'
import { memoryStore } from '../../src/index.ts'

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

describe('the memory of what is shown', () => {
  it('holds a thousand entries, and lets go of what was put longest ago', () => {
    const memory = new Recent<Remembered>()
    for (let index = 0; index < 1_000; index += 1) memory.put(String(index), remembered('old'))
    memory.put('0', remembered('again'))
    memory.replace('1', remembered('new'))
    memory.put('last', remembered('last'))
    memory.replace('x', remembered('x'))
    expect(['0', '1', '2', 'last', 'x'].map((id) => memory.get(id)?.entry.value)).toEqual([
      'again',
      undefined,
      'old',
      'last',
      undefined,
    ])
  })
})

describe('the memories over one store', () => {
  const engineOver = (...memories: readonly Memory[]) => {
    const engine = createEngine(memoryStore())
    for (const memory of memories) joinMemory(engine, new WeakRef(memory))
    return engine
  }

  it('are all corrected by a write, and only the asker takes an entry in', () => {
    const [one, two, three] = [createMemory(5), createMemory(5), createMemory(5)]
    two.put('a', remembered('old'))
    remember(engineOver(one, two, three), { id: 'a', memory: one }, remembered('new'))
    expect([one, two, three].map((memory) => memory.get('a')?.entry.value)).toEqual(['new', 'new', undefined])
  })

  it('are corrected by a write of a cache that has none', () => {
    const only = createMemory(5)
    only.put('a', remembered('old'))
    remember(engineOver(only), { id: 'a', memory: undefined }, remembered('new'))
    expect(only.get('a')?.entry.value).toBe('new')
  })

  it('all forget', () => {
    const [one, two] = [createMemory(5), createMemory(5)]
    for (const memory of [one, two]) for (const id of ['a', 'b']) memory.put(id, remembered(id))
    unremember(engineOver(one, two), 'a')
    for (const memory of [one, two]) expect(['a', 'b'].map((id) => memory.get(id) !== undefined)).toEqual([false, true])
  })
})
