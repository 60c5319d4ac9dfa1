import type { InjectState } from './inject-state.ts'

/** The part of `renderToReadableStream`'s result that is used here. Any Web stream of bytes has it. */
export interface ReadablePage {
  /** Locks the stream and returns its reader. */
  getReader(): Reader
}

interface Reader {
  read(): Promise<Read>
  cancel(reason?: unknown): Promise<unknown>
}

interface Read {
  readonly done: boolean
  readonly value?: Uint8Array | undefined
}

/** Returns a stream of the page with the state in each flush. It reads the page only when somebody reads it. */
export function injectIntoReadable(stream: ReadablePage, injectState: InjectState): object {
  const reader = stream.getReader()
  const readFlush = createFlushReader(reader)
  const page = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { flush, isLast } = await readFlush()
        if (flush.length > 0) controller.enqueue(injectState(flush))
        if (isLast) controller.close()
      },
      cancel: async (reason) => void (await reader.cancel(reason)),
    },
    { highWaterMark: 0 },
  )
  return Object.assign(page, 'allReady' in stream && { allReady: stream.allReady })
}

/**
 * Creates a function that reads one flush. React writes a flush at once, but the stream delivers it in chunks that may end inside
 * a tag. A flush is complete when no chunk comes within one task.
 *
 *     React     |-flush-|                      |-flush-|
 *     chunks    |1|2|3|4| task                 |1|2| task
 */
function createFlushReader(reader: Reader): () => Promise<{ flush: Uint8Array[]; isLast: boolean }> {
  let pendingRead: Promise<Read> | undefined
  return async () => {
    const flush: Uint8Array[] = []
    pendingRead ??= reader.read()
    let read: Read | undefined = await pendingRead
    const taskEnd = waitForNextTask()
    while (read?.value) {
      flush.push(read.value)
      pendingRead = reader.read()
      read = await Promise.race([pendingRead, taskEnd])
    }
    return { flush, isLast: read?.done === true }
  }
}

function waitForNextTask(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
