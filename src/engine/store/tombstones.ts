import type { Address } from '../../key/address.ts'
import type { Engine, Tombstones } from '../engine.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import { idOf } from '../request/request.ts'

interface Tombstone {
  readonly deletedAt: number
}

/** A disk that stays full must not fill the memory as well. */
class TombstoneMap extends BoundedMap<Tombstone> {
  override readonly maxSize = 10_000
}

/**
 * From now on this process answers in the store's place until it obeys, or keeps something newer: an entry that was invalidated
 * or outdated is a miss, even on a disk that has become read-only.
 *
 *     invalidate 1   |--mark 1-----------------| obeyed      of no interest: mark 2 stands
 *     invalidate 2       |--mark 2--| failed
 */
export function enableTombstones(engine: Engine): void {
  engine.tombstones ??= createTombstones(engine)
}

function createTombstones({ store }: Engine): Tombstones {
  const marks = new TombstoneMap()
  const nameOf = (address: Address) => store.locate?.(address) ?? idOf(address)
  const removing = (name: string, mark: Tombstone) => () => {
    if (marks.get(name) === mark) marks.delete(name)
  }
  return {
    add(address, instant) {
      const name = nameOf(address)
      const mark = { deletedAt: Math.max(instant, marks.get(name)?.deletedAt ?? instant) }
      marks.set(name, mark)
      return removing(name, mark)
    },
    startReplacing(address) {
      const name = marks.size > 0 ? nameOf(address) : ''
      const mark = marks.get(name)
      return mark && removing(name, mark)
    },
    covers(address, { storedAt }) {
      const mark = marks.size > 0 ? marks.get(nameOf(address)) : undefined
      return mark !== undefined && storedAt <= mark.deletedAt
    },
  }
}
