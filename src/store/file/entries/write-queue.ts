// The order in which this process's writes and deletes of one file take effect. It is the order of the calls:
//
//   set A      |--temp--|--rename--|
//   set B          waits           |--temp--|--rename--|     B was called later: B stays
//   delete             waits                           |--|   no earlier write brings B back
//
// A synchronous call cannot wait. It supersedes the queued and running writes instead: first it removes their temporary files,
// then it writes or deletes. A rename in progress has already happened by then, or finds no file to rename:
//
//   set A      |--temp--|---rename?---|
//   deleteSync              | temp | file |                   A is superseded and does not come back

/** A queued or running write (or delete). */
export interface QueuedWrite {
  /** The temporary file, as soon as it may exist. */
  temporaryFile: string | undefined
  /** True once a synchronous call has superseded this write, which must then leave the file as it is. */
  isSuperseded: boolean
}

export interface WriteQueue {
  /** Runs `write` after all earlier ones of this file, whether they succeeded or failed. */
  enqueue<T>(file: string, write: (queued: QueuedWrite) => Promise<T>): Promise<T>
  /** True if writes of this file are queued or running. */
  isBusy(file: string): boolean
  /** Returns the files with queued or running writes. */
  busyFiles(): readonly string[]
  /** Resolves when the writes of these files that are queued now have ended. Never rejects. */
  waitFor(files: readonly string[]): Promise<unknown>
  /** Supersedes all queued and running writes of this file. Returns their temporary files, which the caller removes first. */
  supersede(file: string): readonly string[]
}

interface FileQueue {
  last: Promise<unknown>
  readonly writes: Set<QueuedWrite>
}

export function createWriteQueue(): WriteQueue {
  const queues = new Map<string, FileQueue>()

  return {
    async enqueue(file, write) {
      const queue = queues.get(file) ?? { last: Promise.resolve(), writes: new Set() }
      const queued: QueuedWrite = { temporaryFile: undefined, isSuperseded: false }
      const earlier = queue.writes.size > 0 ? queue.last : undefined
      queue.writes.add(queued)
      queues.set(file, queue)
      const own = earlier === undefined ? write(queued) : earlier.then(() => write(queued))
      queue.last = own.catch(() => undefined)
      try {
        return await own
      } finally {
        queue.writes.delete(queued)
        if (queue.writes.size === 0) queues.delete(file)
      }
    },
    isBusy: (file) => queues.has(file),
    busyFiles: () => [...queues.keys()],
    waitFor: (files) => Promise.all(files.map((file) => queues.get(file)?.last)),
    supersede(file) {
      const temporaryFiles: string[] = []
      for (const queued of queues.get(file)?.writes ?? []) {
        queued.isSuperseded = true
        if (queued.temporaryFile !== undefined) temporaryFiles.push(queued.temporaryFile)
      }
      return temporaryFiles
    },
  }
}
