// In which order the writes of one process to one file take effect: the order in which they were asked for.
//
//   set A      |--temp--|--rename--|
//   set B          waits           |--temp--|--rename--|     B was asked for later: B stays
//   delete             waits                           |--|   nothing brings B back
//
// What does not wait overtakes what does. It removes the temporary file first and acts after that, so that a rename under way
// has either happened already, or finds nothing to rename:
//
//   set A      |--temp--|---rename?---|
//   deleteSync              | temp | file |                   A is over, and is not back afterwards

export interface Turn {
  /** The temporary file, from the moment on when there may be one. */
  temporary: string | undefined
  /** True once something that did not wait came later: then this write has nothing left to do. */
  overtaken: boolean
}

export interface Turns {
  /** Acts once everything asked for earlier on this file is done, or failed. */
  wait<T>(file: string, act: (turn: Turn) => Promise<T>): Promise<T>
  /** Overtakes what waits or runs on this file; returns the temporary files to be removed before anything else. */
  overtake(file: string): readonly string[]
}

export function createTurns(): Turns {
  const queues = new Map<string, { last: Promise<unknown>; readonly turns: Set<Turn> }>()

  const wait = async <T>(file: string, act: (turn: Turn) => Promise<T>): Promise<T> => {
    const queue = queues.get(file) ?? { last: Promise.resolve(), turns: new Set() }
    const turn: Turn = { temporary: undefined, overtaken: false }
    const earlier = queue.turns.size > 0 ? queue.last : undefined
    queue.turns.add(turn)
    queues.set(file, queue)
    const mine = earlier === undefined ? act(turn) : earlier.then(() => act(turn))
    queue.last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      queue.turns.delete(turn)
      if (queue.turns.size === 0) queues.delete(file)
    }
  }

  const overtake = (file: string): readonly string[] => {
    const temporaries: string[] = []
    for (const turn of queues.get(file)?.turns ?? []) {
      turn.overtaken = true
      if (turn.temporary !== undefined) temporaries.push(turn.temporary)
    }
    return temporaries
  }

  return { wait, overtake }
}
