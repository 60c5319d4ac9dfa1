import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Config } from './config.ts'
import { hookDefaults, mergeConfig } from './config.ts'
import { createDefaultHandle } from './default-handle.ts'
import type { ProviderOptions } from './options.ts'

/** The options in force here: those given, else the nearest provider's, else the defaults. */
export function useConfig(options: ProviderOptions | undefined): Config {
  const config = useContext(ConfigContext) ?? configWithoutProvider()
  return options ? mergeConfig(config, options) : config
}

let shared: Config | undefined

/** One for all, for every page of a server asks for it. */
export function configWithoutProvider(): Config {
  shared ??= { ...hookDefaults, handle: createDefaultHandle() }
  return shared
}

/** What the nearest provider sets; `undefined` under none. */
export const ConfigContext: Context<Config | undefined> = createContext<Config | undefined>(undefined)
