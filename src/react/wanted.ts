import type { Asked } from '../engine/asked.ts'
import type { Config } from './config.ts'
import type { Fetcher } from './options.ts'

/** What a render asks for. */
export interface Wanted {
  readonly asked: Asked | undefined
  readonly fetcher: Fetcher<unknown, unknown> | undefined
  readonly config: Config
}
