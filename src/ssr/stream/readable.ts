import type { InjectState } from './inject-state.ts'

/** What `renderToReadableStream` resolves with, and what else can be read chunk by chunk. */
export interface ReadablePage {
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

/** The page with what `attach` adds. Nothing of it is read before somebody wants it. */
export function injectIntoReadable(stream: ReadablePage, attach: InjectState): object {
  const reader = stream.getReader()
  const next = createFlushReader(reader)
  const page = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { flush, isLast } = await next()
        if (flush.length > 0) controller.enqueue(attach(flush))
        if (isLast) controller.close()
      },
      cancel: async (reason) => void (await reader.cancel(reason)),
    },
    { highWaterMark: 0 },
  )
  return Object.assign(page, 'allReady' in stream && { allReady: stream.allReady })
}

/**
 * React writes each flush into its stream at once, and it comes out of it in chunks, cut anywhere: a flush is whole when no more
 * chunks come without a wait.
 *
 *     React     |-flush-|                      |-flush-|
 *     chunks    |1|2|3|4| wait                 |1|2| wait
 */
function createFlushReader(reader: Reader): () => Promise<{ flush: Uint8Array[]; isLast: boolean }> {
  let coming: Promise<Read> | undefined
  return async () => {
    const flush: Uint8Array[] = []
    coming ??= reader.read()
    let read: Read | undefined = await coming
    const wait = nextTask()
    while (read?.value) {
      flush.push(read.value)
      coming = reader.read()
      read = await Promise.race([coming, wait])
    }
    return { flush, isLast: read?.done === true }
  }
}

function nextTask(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
