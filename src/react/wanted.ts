import type { Config } from './config.ts'
import type { Asked } from './key.ts'
import type { Fetcher } from './options.ts'

/** What a render asks for. */
export interface Wanted {
  readonly asked: Asked | undefined
  readonly fetcher: Fetcher<unknown, unknown> | undefined
  readonly config: Config
}
