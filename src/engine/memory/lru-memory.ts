import type { Memory, MemoryEntry } from './memory.ts'

// A ring of places in the order of use: the oldest comes after the head, the newest before it.
//
//     head ⇄ oldest ⇄ … ⇄ newest ⇄ head
//
// A Map remembers an order, too, but steps over the places of all that was deleted when it is request for its first id, and
// rebuilds itself under ids that are deleted and set again: at 10,000 entries both cost several times what a ring costs.

interface Link {
  older: Link
  newer: Link
}

interface LruNode extends Link {
  readonly id: string
  memoryEntry: MemoryEntry
}

/** The memory of a cache with `lruSize`. */
export function createLruMemory(size: number): Memory {
  const nodes = new Map<string, LruNode>()
  const head = createHead()

  const drop = (one: LruNode) => {
    unlink(one)
    nodes.delete(one.id)
  }

  return {
    get(id) {
      const one = nodes.get(id)
      if (one === undefined) return undefined
      moveToNewest(head, one)
      return one.memoryEntry
    },
    set(id, memoryEntry) {
      const known = nodes.get(id)
      if (known !== undefined) drop(known)
      const one: LruNode = { id, memoryEntry, older: head, newer: head }
      link(head, one)
      nodes.set(id, one)
      if (nodes.size > size) drop(head.newer as LruNode) // a memory over its size has an oldest
    },
    replace(id, memoryEntry) {
      const one = nodes.get(id)
      if (one !== undefined) one.memoryEntry = memoryEntry
    },
    delete(id) {
      const one = nodes.get(id)
      if (one !== undefined) drop(one)
    },
    *[Symbol.iterator]() {
      for (const [id, { memoryEntry }] of nodes) yield [id, memoryEntry]
    },
  }
}

function createHead(): Link {
  const head = {} as Link // closed in the next line
  head.older = head.newer = head
  return head
}

function moveToNewest(head: Link, one: Link): void {
  if (head.older === one) return
  unlink(one)
  link(head, one)
}

function link(head: Link, one: Link): void {
  one.older = head.older
  one.newer = head
  head.older.newer = one
  head.older = one
}

function unlink({ older, newer }: Link): void {
  older.newer = newer
  newer.older = older
}
