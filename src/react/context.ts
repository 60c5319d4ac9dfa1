import type { Context } from 'react'
import { createContext } from 'react'
import type { Config } from './config.ts'

/** What the nearest provider sets; `undefined` under none. */
export const ConfigContext: Context<Config | undefined> = createContext<Config | undefined>(undefined)
