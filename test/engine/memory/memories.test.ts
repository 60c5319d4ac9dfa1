import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { BoundedMap } from '../../../src/engine/memory/bounded-map.ts'
import { createLruMemory, joinMemories } from '../../../src/engine/memory/lru-memory.ts'
import { deleteFromMemory, setInMemory } from '../../../src/engine/memory/memories.ts'
import type { Memory, MemoryEntry } from '../../../src/engine/memory/memory.ts'
import { memoryStore } from '../../../src/index.ts'

const createMemoryEntry = (value: string): MemoryEntry => ({
  address: { path: value, key: '', exact: false },
  entry: { key: '', storedAt: 0, tags: [], value },
  source: 'network',
})

describe('a memory', () => {
  it('evicts the entry that was not used for the longest time', () => {
    const memory = createLruMemory(2)
    for (const id of ['a', 'b']) memory.set(id, createMemoryEntry(id))
    memory.get('a')
    memory.set('c', createMemoryEntry('c'))
    expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([true, false, true])
  })

  it('replaces the value of an entry that it has without a change of the order, and adds no other', () => {
    const memory = createLruMemory(2)
    for (const id of ['a', 'b']) memory.set(id, createMemoryEntry(id))
    memory.replace('a', createMemoryEntry('new'))
    memory.replace('x', createMemoryEntry('x'))
    expect([memory.get('a')?.entry.value, memory.get('x')]).toEqual(['new', undefined])
    memory.get('b')
    memory.set('c', createMemoryEntry('c'))
    expect(memory.get('a')).toBe(undefined)
  })
})

describe('the memory of hooks', () => {
  it('has at most 1,000 entries, and evicts the one that was set first', () => {
    const memory = new BoundedMap<MemoryEntry>()
    for (let index = 0; index < 1_000; index += 1) memory.set(String(index), createMemoryEntry('old'))
    memory.set('0', createMemoryEntry('again'))
    memory.replace('1', createMemoryEntry('new'))
    memory.set('last', createMemoryEntry('last'))
    memory.replace('x', createMemoryEntry('x'))
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
  const createEngineWith = (...memories: readonly Memory[]) => {
    const engine = createEngine(memoryStore())
    for (const memory of memories) joinMemories(engine.memories, memory)
    return engine
  }

  it('all get the value of a write if they have the entry, and only the memory of the caller adds it', () => {
    const [one, two, three] = [createLruMemory(5), createLruMemory(5), createLruMemory(5)]
    two.set('a', createMemoryEntry('old'))
    setInMemory(createEngineWith(one, two, three), { id: 'a', memory: one }, createMemoryEntry('new'))
    expect([one, two, three].map((memory) => memory.get('a')?.entry.value)).toEqual(['new', 'new', undefined])
  })

  it('get the value of a write through a cache without memory', () => {
    const only = createLruMemory(5)
    only.set('a', createMemoryEntry('old'))
    setInMemory(createEngineWith(only), { id: 'a', memory: undefined }, createMemoryEntry('new'))
    expect(only.get('a')?.entry.value).toBe('new')
  })

  it('all delete an entry', () => {
    const [one, two] = [createLruMemory(5), createLruMemory(5)]
    for (const memory of [one, two]) for (const id of ['a', 'b']) memory.set(id, createMemoryEntry(id))
    deleteFromMemory(createEngineWith(one, two), 'a')
    for (const memory of [one, two]) expect(['a', 'b'].map((id) => memory.get(id) !== undefined)).toEqual([false, true])
  })
})
