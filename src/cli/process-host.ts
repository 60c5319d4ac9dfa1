/** A stream that the command writes to. */
export interface Output {
  write(text: string): boolean
  once(event: 'drain', listener: () => void): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** What the command uses of its process. Tests have their own. */
export interface Host {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
  readonly version: string
  /** True if a person can answer a question. */
  readonly canAsk: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Resolves with the line that the user enters, and with `''` at the end of the input. */
  ask(question: string): Promise<string>
  /** Epoch milliseconds. */
  now(): number
}
