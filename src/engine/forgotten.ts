import type { Address } from '../key/address.ts'
import type { Engine, Forgotten } from './engine.ts'
import { idOf } from './question.ts'
import { Recent } from './recent.ts'

interface Mark {
  readonly instant: number
}

/** A disk that stays full must not fill the memory as well. */
class Marks extends Recent<Mark> {
  override readonly most = 10_000
}

/**
 * From now on this process answers in the store's place until it obeys, or keeps something newer: an entry that was invalidated
 * or outdated is a miss, even on a disk that has become read-only.
 *
 *     invalidate 1   |--mark 1-----------------| obeyed      of no interest: mark 2 stands
 *     invalidate 2       |--mark 2--| failed
 */
export function answerForStore(engine: Engine): void {
  engine.forgotten ??= createForgotten(engine)
}

function createForgotten({ store }: Engine): Forgotten {
  const marks = new Marks()
  const nameOf = (address: Address) => store.locate?.(address) ?? idOf(address)
  const removing = (name: string, mark: Mark) => () => {
    if (marks.get(name) === mark) marks.delete(name)
  }
  return {
    add(address, instant) {
      const name = nameOf(address)
      const mark = { instant: Math.max(instant, marks.get(name)?.instant ?? instant) }
      marks.put(name, mark)
      return removing(name, mark)
    },
    replacing(address) {
      const name = marks.size > 0 ? nameOf(address) : ''
      const mark = marks.get(name)
      return mark && removing(name, mark)
    },
    has(address, { storedAt }) {
      const mark = marks.size > 0 ? marks.get(nameOf(address)) : undefined
      return mark !== undefined && storedAt <= mark.instant
    },
  }
}
