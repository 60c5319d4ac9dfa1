import type { InjectState } from './inject-state.ts'

/** What `renderToPipeableStream` returns. */
export interface PipeablePage {
  pipe(destination: never): unknown
}

/** What React asks of the stream that it writes to. */
interface Destination {
  write(chunk: Uint8Array | string): boolean
  end(): unknown
  destroy(error?: unknown): unknown
  on(event: string, listener: () => void): unknown
  /** Of streams that hold back what they are given, such as compressing ones. */
  flush?(): unknown
  readonly writableHighWaterMark?: number
  readonly writableLength?: number
}

/** As much a stream takes at once that does not say it. */
const DEFAULT_HIGH_WATER_MARK = 16_384

export function injectIntoPipeable<Stream extends PipeablePage>(stream: Stream, attach: InjectState): object {
  const pipe = (destination: Destination) => {
    stream.pipe(createDestination(destination, attach) as never) // it is all that React uses of a stream
    return destination
  }
  return { ...stream, pipe }
}

/**
 * Holds what React writes until it says that this was all for now: then it is whole, and not in the middle of a tag. React
 * stops where the stream behind is full, and goes on when it is drained.
 *
 *     React    |-write-|-write-|-write: full-|-flush-|          |-write-|-
 *     behind                                 |-write-|~~~~drain~|
 */
function createDestination(destination: Destination, attach: InjectState): Destination {
  const encoder = new TextEncoder()
  const resumes: (() => void)[] = []
  let flush: Uint8Array[] = []
  let length = 0
  let isStopped = false

  const send = () => {
    if (flush.length === 0) return
    const hasRoom = destination.write(attach(flush))
    flush = []
    length = 0
    // A stream that was never full tells of no drain.
    if (isStopped && hasRoom) void Promise.resolve().then(() => resumes.map((resume) => resume()))
    isStopped = false
  }

  return {
    write(chunk) {
      const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk
      flush.push(bytes)
      length += bytes.length
      const { writableHighWaterMark = DEFAULT_HIGH_WATER_MARK, writableLength = 0 } = destination
      if (length + writableLength >= writableHighWaterMark) isStopped = true
      return !isStopped
    },
    flush() {
      send()
      destination.flush?.()
    },
    end() {
      send()
      return destination.end()
    },
    destroy: (error) => destination.destroy(error),
    on(event, listener) {
      if (event === 'drain') resumes.push(listener)
      return destination.on(event, listener)
    },
  }
}
