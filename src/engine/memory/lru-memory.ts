import type { Memory, MemoryEntry } from './memory.ts'

// A ring of nodes in the order of use. After the head comes the oldest node, before it the newest:
//
//     head ⇄ oldest ⇄ … ⇄ newest ⇄ head
//
// A Map keeps an order, too. But to find its first key it steps over the places of all deleted keys, and it rebuilds itself when
// keys are deleted and set again. At 10,000 entries both cost several times as much as a ring.

interface Link {
  older: Link
  newer: Link
}

interface LruNode extends Link {
  readonly id: string
  memoryEntry: MemoryEntry
}

/**
 * Creates the memory of a cache with `lruSize`. When it is full, the entry goes that was used longest ago, and `onEvict` is called with
 * it.
 */
export function createLruMemory(size: number, onEvict?: (evicted: MemoryEntry) => void): Memory {
  const nodes = new Map<string, LruNode>()
  const head = createHead()

  const removeNode = (node: LruNode) => {
    unlink(node)
    nodes.delete(node.id)
  }

  return {
    get(id) {
      const node = nodes.get(id)
      if (node === undefined) return undefined
      moveToNewest(head, node)
      return node.memoryEntry
    },
    set(id, memoryEntry) {
      const known = nodes.get(id)
      if (known !== undefined) removeNode(known)
      const node: LruNode = { id, memoryEntry, older: head, newer: head }
      link(head, node)
      nodes.set(id, node)
      if (nodes.size <= size) return
      const oldest = head.newer as LruNode // a ring over its size has one
      removeNode(oldest)
      onEvict?.(oldest.memoryEntry)
    },
    replace(id, memoryEntry) {
      const node = nodes.get(id)
      if (node !== undefined) node.memoryEntry = memoryEntry
    },
    delete(id) {
      const node = nodes.get(id)
      if (node !== undefined) removeNode(node)
    },
    [Symbol.iterator]: () => listEntries(nodes),
  }
}

/** One generator for all memories: each generator of its own would live, with its memory, until V8 collects all garbage. */
function* listEntries(nodes: ReadonlyMap<string, LruNode>): Generator<[id: string, memoryEntry: MemoryEntry]> {
  for (const [id, { memoryEntry }] of nodes) yield [id, memoryEntry]
}

/**
 * Adds the memory of a cache to those of its engine. The cache alone keeps it alive, and it leaves them with its cache. It stays where
 * there is no `WeakRef`: in workerd, before its compatibility date 2025-05-05.
 */
export function joinMemories(memories: Set<Memory>, memory: Memory): void {
  if (globalThis.WeakRef === undefined) {
    memories.add(memory)
    return
  }
  const reference = new WeakRef(memory)
  const find = () => reference.deref() ?? void memories.delete(weakMemory)
  const weakMemory: Memory = {
    get: (id) => find()?.get(id),
    set: (id, memoryEntry) => find()?.set(id, memoryEntry),
    replace: (id, memoryEntry) => find()?.replace(id, memoryEntry),
    delete: (id) => find()?.delete(id),
    *[Symbol.iterator]() {
      yield* find() ?? []
    },
  }
  memories.add(weakMemory)
}

function createHead(): Link {
  const head = {} as Link // the next line sets both members
  head.older = head.newer = head
  return head
}

function moveToNewest(head: Link, node: Link): void {
  if (head.older === node) return
  unlink(node)
  link(head, node)
}

function link(head: Link, node: Link): void {
  node.older = head.older
  node.newer = head
  head.older.newer = node
  head.older = node
}

function unlink({ older, newer }: Link): void {
  older.newer = newer
  newer.older = older
}
