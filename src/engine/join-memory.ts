import type { Engine } from './engine.ts'
import type { Memory } from './memory.ts'

const joined = new WeakMap<Engine, Set<WeakRef<Memory>>>()

/** Puts the memory of a cache in front of the store, beside those that are there. It goes with its cache. */
export function joinMemory(engine: Engine, reference: WeakRef<Memory>): void {
  const references = joined.get(engine) ?? new Set()
  joined.set(engine, references.add(reference))
  engine.memories = { [Symbol.iterator]: () => living(engine.shown, references) }
}

function* living(shown: Memory, references: Set<WeakRef<Memory>>): Generator<Memory, void> {
  yield shown
  for (const reference of references) {
    const memory = reference.deref()
    if (memory) yield memory
    else references.delete(reference)
  }
}
