/** Acts once everything asked for earlier under this name is done, or failed. */
export type InTurn = <T>(name: string, act: () => Promise<T>) => Promise<T>

/**
 * In which order writes take effect where a storage takes its time: the order in which they were asked for.
 *
 *   set A      |--setItem--|
 *   delete         waits   |--removeItem--|     nothing brings A back
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>()

  return async (name, act) => {
    const earlier = last.get(name)
    const mine = earlier === undefined ? act() : earlier.then(act)
    const over = mine.catch(() => undefined)
    last.set(name, over)
    try {
      return await mine
    } finally {
      if (last.get(name) === over) last.delete(name)
    }
  }
}
