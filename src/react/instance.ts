import type { Asked } from '../engine/asked.ts'
import type { BoundMutate } from './bound-mutate.ts'
import type { Committed, Shown } from './committed.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

/**
 * What one hook knows across its renders. What a render wanted becomes the latest when it is committed, so that a render
 * that React throws away decides nothing.
 */
export interface Instance<View extends Viewing = Viewing, Want extends Wanted = Wanted> extends Committed {
  latest(): Want
  /** The view of what is wanted: the same for the same entry. */
  viewOf(wanted: Want): View | undefined
  commit(wanted: Want, data: unknown): void
  readonly mutate: BoundMutate<unknown>
}

type Make<View extends Viewing, Want extends Wanted> = (
  asked: Asked,
  first: Want,
  instance: Instance<View, Want>,
) => View

/** A transition renders two keys in turn until it ends. */
const VIEWS_MOST = 2

export function createInstance<View extends Viewing, Want extends Wanted>(
  first: Want,
  make: Make<View, Want>,
): Instance<View, Want> {
  let latest = first
  let shown: Shown | undefined
  let views: readonly View[] = []

  const viewFor = ({ asked: wanted }: Want) => wanted && views.find(({ asked }) => isSame(asked, wanted))

  const instance: Instance<View, Want> = {
    seen: new Set(),
    latest: () => latest,
    shown: () => shown,
    viewOf(wanted) {
      const known = viewFor(wanted)
      if (known && wanted.asked && !known.isLive && wanted !== latest) known.renew?.(wanted.asked, wanted)
      if (known || !wanted.asked) return known
      const view = make(wanted.asked, wanted, instance)
      views = [view, ...views].slice(0, VIEWS_MOST)
      return view
    },
    commit(wanted, data) {
      latest = wanted
      const view = viewFor(wanted)
      if (view && wanted.asked) view.asked = wanted.asked
      if (data !== undefined && data !== shown?.data) shown = { id: wanted.asked?.id, data }
    },
    mutate: async (...given: readonly unknown[]) => instance.viewOf(latest)?.mutate(given),
  }
  return instance
}

/** Another version of an entry is another entry: neither is what the other's hooks fetched. */
function isSame(one: Asked, other: Asked): boolean {
  return one.id === other.id && one.face.engine === other.face.engine && one.policy.version === other.policy.version
}
