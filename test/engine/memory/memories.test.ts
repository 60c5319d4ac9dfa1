import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { BoundedMap } from '../../../src/engine/memory/bounded-map.ts'
import { createLruMemory } from '../../../src/engine/memory/lru-memory.ts'
import { deleteFromMemory, setInMemory } from '../../../src/engine/memory/memories.ts'
import type { Memory, MemoryEntry } from '../../../src/engine/memory/memory.ts'
import { memoryStore } from '../../../src/index.ts'

const remembered = (value: string): MemoryEntry => ({
  address: { path: value, key: '', exact: false },
  entry: { key: '', storedAt: 0, tags: [], value },
  source: 'network',
})

describe('a memory', () => {
  it('lets go of what was used longest ago', () => {
    const memory = createLruMemory(2)
    for (const id of ['a', 'b']) memory.set(id, remembered(id))
    memory.get('a')
    memory.set('c', remembered('c'))
    expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([true, false, true])
  })

  it('takes a new value for what it holds without a change of order, and nothing it does not hold', () => {
    const memory = createLruMemory(2)
    for (const id of ['a', 'b']) memory.set(id, remembered(id))
    memory.replace('a', remembered('new'))
    memory.replace('x', remembered('x'))
    expect([memory.get('a')?.entry.value, memory.get('x')]).toEqual(['new', undefined])
    memory.get('b')
    memory.set('c', remembered('c'))
    expect(memory.get('a')).toBe(undefined)
  })
})

describe('the memory of what is shown', () => {
  it('holds a thousand entries, and lets go of what was put longest ago', () => {
    const memory = new BoundedMap<MemoryEntry>()
    for (let index = 0; index < 1_000; index += 1) memory.set(String(index), remembered('old'))
    memory.set('0', remembered('again'))
    memory.replace('1', remembered('new'))
    memory.set('last', remembered('last'))
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
    for (const memory of memories) engine.lruMemories.add(new WeakRef(memory))
    return engine
  }

  it('are all corrected by a write, and only the asker takes an entry in', () => {
    const [one, two, three] = [createLruMemory(5), createLruMemory(5), createLruMemory(5)]
    two.set('a', remembered('old'))
    setInMemory(engineOver(one, two, three), { id: 'a', memory: one }, remembered('new'))
    expect([one, two, three].map((memory) => memory.get('a')?.entry.value)).toEqual(['new', 'new', undefined])
  })

  it('are corrected by a write of a cache that has none', () => {
    const only = createLruMemory(5)
    only.set('a', remembered('old'))
    setInMemory(engineOver(only), { id: 'a', memory: undefined }, remembered('new'))
    expect(only.get('a')?.entry.value).toBe('new')
  })

  it('all forget', () => {
    const [one, two] = [createLruMemory(5), createLruMemory(5)]
    for (const memory of [one, two]) for (const id of ['a', 'b']) memory.set(id, remembered(id))
    deleteFromMemory(engineOver(one, two), 'a')
    for (const memory of [one, two]) expect(['a', 'b'].map((id) => memory.get(id) !== undefined)).toEqual([false, true])
  })
})
