import type { Asked } from '../engine/asked.ts'
import { mutateBy } from '../engine/mutate-options.ts'
import type { BoundMutate } from './bound-mutate.ts'
import type { Committed } from './committed.ts'
import { View } from './view.ts'
import type { Wanted } from './wanted.ts'

/**
 * What one hook knows across its renders. What a render wanted becomes the latest when it is committed, so that a render
 * that React throws away decides nothing.
 */
export interface Instance extends Committed {
  /** The view of what is wanted: the same for the same entry. */
  viewOf(wanted: Wanted): View | undefined
  commit(wanted: Wanted, data: unknown): void
  readonly mutate: BoundMutate<unknown>
}

/** A transition renders two keys in turn until it ends. */
const VIEWS_MOST = 2

export function createInstance(first: Wanted): Instance {
  let latest = first
  let shown: unknown
  let views: readonly View[] = []

  const viewFor = ({ face, id }: Asked) =>
    views.find(({ asked }) => asked.id === id && asked.face.engine === face.engine)

  const instance: Instance = {
    seen: new Set(),
    latest: () => latest,
    shown: () => shown,
    viewOf(wanted) {
      const { asked } = wanted
      if (asked === undefined) return undefined
      const known = viewFor(asked)
      if (known) return known
      const view = new View(asked, wanted, instance)
      views = [view, ...views].slice(0, VIEWS_MOST)
      return view
    },
    commit(wanted, data) {
      latest = wanted
      const view = wanted.asked && viewFor(wanted.asked)
      if (view && wanted.asked) view.asked = wanted.asked
      if (data !== undefined) shown = data
    },
    mutate: async (...given: readonly unknown[]) =>
      latest.asked && mutateBy(latest.asked.face.engine, latest.asked, given),
  }
  return instance
}
