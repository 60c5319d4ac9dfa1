import type { Branch, Brought } from '../answers.ts'
import type { Item } from './catalogue.ts'

type Items = ReadonlyMap<string, Item>

/** What a package asks for, and what that asks for. Each package unfolds once: where it comes again, and in circles, it does not. */
export function treeOf(root: Item, items: Items): Branch[] {
  const unfolded = new Set([root.id])
  const branchesOf = (item: Item): Branch[] => found(item.asksFor, items).map(branchOf)
  const branchOf = (item: Item): Branch => {
    const isRepeated = unfolded.has(item.id)
    unfolded.add(item.id)
    return { id: item.id, bytes: item.bytes, branches: isRepeated ? [] : branchesOf(item), isRepeated }
  }
  return branchesOf(root)
}

/** Everything that a package brings along, the largest first; never itself. */
export function broughtBy(root: Item, items: Items): Brought[] {
  const reached = new Set([root])
  for (const each of reached) {
    for (const item of found(each.asksFor, items)) reached.add(item)
  }
  reached.delete(root)
  return [...reached].map(({ id, bytes }) => ({ id, bytes })).sort((a, b) => b.bytes - a.bytes)
}

function found(ids: readonly string[], items: Items): Item[] {
  return ids.flatMap((id) => items.get(id) ?? [])
}
