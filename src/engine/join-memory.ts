import type { Engine } from './engine.ts'
import type { Memory } from './memory.ts'

type Reference = Pick<WeakRef<Memory>, 'deref'>

const joined = new WeakMap<Engine, Set<Reference>>()

/** Puts the memory of a cache in front of the store, beside those that are there. It goes with its cache. */
export function joinMemory(engine: Engine, reference: Reference): void {
  const references = joined.get(engine) ?? new Set()
  joined.set(engine, references.add(reference))
  engine.memories = { [Symbol.iterator]: () => living(engine.shown, references) }
}

function* living(shown: Memory, references: Set<Reference>): Generator<Memory, void> {
  yield shown
  for (const reference of references) {
    const memory = reference.deref()
    if (memory) yield memory
    else references.delete(reference)
  }
}
