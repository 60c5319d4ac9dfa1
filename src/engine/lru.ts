import type { Memory, Remembered } from './memory.ts'

// A ring of places in the order of use: the oldest comes after the head, the newest before it.
//
//     head ⇄ oldest ⇄ … ⇄ newest ⇄ head
//
// A Map remembers an order, too, but steps over the places of all that was deleted when it is asked for its first id, and
// rebuilds itself under ids that are deleted and set again: at 10,000 entries both cost several times what a ring costs.

interface Link {
  older: Link
  newer: Link
}

interface Held extends Link {
  readonly id: string
  remembered: Remembered
}

/** The memory of a cache with `lruSize`. */
export function createMemory(size: number): Memory {
  const held = new Map<string, Held>()
  const head = createHead()

  const drop = (one: Held) => {
    unlink(one)
    held.delete(one.id)
  }

  return {
    get(id) {
      const one = held.get(id)
      if (one === undefined) return undefined
      moveToNewest(head, one)
      return one.remembered
    },
    put(id, remembered) {
      const known = held.get(id)
      if (known !== undefined) drop(known)
      const one: Held = { id, remembered, older: head, newer: head }
      link(head, one)
      held.set(id, one)
      if (held.size > size) drop(head.newer as Held) // a memory over its size has an oldest
    },
    replace(id, remembered) {
      const one = held.get(id)
      if (one !== undefined) one.remembered = remembered
    },
    delete(id) {
      const one = held.get(id)
      if (one !== undefined) drop(one)
    },
    *[Symbol.iterator]() {
      for (const [id, { remembered }] of held) yield [id, remembered]
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
