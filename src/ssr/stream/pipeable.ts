import type { InjectState } from './inject-state.ts'

/** The part of `renderToPipeableStream`'s result that is used here. */
export interface PipeablePage {
  /** Starts to write the page into `destination`. */
  pipe(destination: never): unknown
}

/** The methods that React calls on the stream that it writes to. */
interface Destination {
  write(chunk: Uint8Array | string): boolean
  end(): unknown
  destroy(error?: unknown): unknown
  on(event: string, listener: () => void): unknown
  /** Streams that buffer have it, for example compressing ones. */
  flush?(): unknown
  readonly writableHighWaterMark?: number
  readonly writableLength?: number
}

/** For streams without a mark of their own, in bytes. */
const DEFAULT_HIGH_WATER_MARK = 16_384

/** Returns the page with a `pipe` that adds the state to each flush. */
export function injectIntoPipeable<Stream extends PipeablePage>(stream: Stream, injectState: InjectState): object {
  const pipe = (destination: Destination) => {
    stream.pipe(createInjectingDestination(destination, injectState) as never) // it has all methods that React calls
    return destination
  }
  return { ...stream, pipe }
}

/**
 * Buffers the writes of React until React calls `flush`. Then the HTML is complete and does not end inside a tag. React stops
 * when the real destination is full, and continues when it has drained.
 *
 *     React          |-write-|-write-|-write: full-|-flush-|          |-write-|-
 *     destination                                  |-write-|~~~~drain~|
 */
function createInjectingDestination(destination: Destination, injectState: InjectState): Destination {
  const encoder = new TextEncoder()
  const drainListeners: (() => void)[] = []
  let flush: Uint8Array[] = []
  let length = 0
  let isReactWaiting = false

  const send = () => {
    if (flush.length === 0) return
    const hasRoom = destination.write(injectState(flush))
    flush = []
    length = 0
    // If the destination was never full, it emits no `drain`.
    if (isReactWaiting && hasRoom) void Promise.resolve().then(() => drainListeners.map((listener) => listener()))
    isReactWaiting = false
  }

  return {
    write(chunk) {
      const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk
      flush.push(bytes)
      length += bytes.length
      const { writableHighWaterMark = DEFAULT_HIGH_WATER_MARK, writableLength = 0 } = destination
      if (length + writableLength >= writableHighWaterMark) isReactWaiting = true
      return !isReactWaiting
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
      if (event === 'drain') drainListeners.push(listener)
      return destination.on(event, listener)
    },
  }
}
