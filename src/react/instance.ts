import type { BoundMutate } from './bound-mutate.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

/** What a component shows as data, and of which entry. */
export interface Shown {
  readonly id: string | undefined
  readonly data: unknown
}

/** What one hook knows across its renders. What a render wanted is the latest when React commits it, for it may be thrown away. */
export interface Instance<View extends Viewing = Viewing, Want extends Wanted = Wanted> {
  /** The fields that the component has read, ever. */
  readonly seen: Set<keyof State>
  shown: Shown
  /** The component is mounting: it has looked at one entry alone. */
  isFirst(): boolean
  /** The view of what is wanted: the same for the same entry. */
  viewOf(wanted: Want | undefined): View | undefined
  /** The view of what was committed last. */
  current(): View | undefined
  commit(wanted: Want | undefined, view: View | undefined, data: unknown): void
  readonly mutate: BoundMutate<unknown>
}

/** A transition renders two keys in turn until it ends. */
const VIEWS_MOST = 2

export function createInstance<View extends Viewing & { wanted: Want }, Want extends Wanted>(
  first: Want | undefined,
  make: (wanted: Want, instance: Instance<View, Want>) => View,
): Instance<View, Want> {
  let latest = first
  let views: readonly View[] = []

  const instance: Instance<View, Want> = {
    seen: new Set(),
    shown: { id: first?.id, data: undefined },
    isFirst: () => views.length < VIEWS_MOST,
    viewOf(wanted) {
      if (!wanted) return undefined
      const known = views.find((view) => isSame(view.wanted, wanted))
      const view = known ?? make(wanted, instance)
      if (!known) views = [view, ...views].slice(0, VIEWS_MOST)
      if (!view.isLive) view.wanted = wanted
      return view
    },
    current: () => instance.viewOf(latest),
    commit(wanted, view, data) {
      latest = wanted
      if (view && wanted) view.wanted = wanted
      if (data !== undefined && data !== instance.shown.data) instance.shown = { id: wanted?.id, data }
    },
    mutate: async (...given: readonly unknown[]) => instance.current()?.mutate(given),
  }
  return instance
}

/** Another version of an entry is another entry: neither is what the other's hooks fetched. */
function isSame(one: Wanted, other: Wanted): boolean {
  return one.id === other.id && one.face.engine === other.face.engine && one.policy.version === other.policy.version
}
