/** What of a `node:diagnostics_channel` the engine uses. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/** Where there is no `node:diagnostics_channel`, nobody listens. */
export const channel: Channel = { hasSubscribers: false, publish: () => {} }
