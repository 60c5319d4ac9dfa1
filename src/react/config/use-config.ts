import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Config } from './config.ts'
import { hookDefaults, mergeConfig } from './config.ts'
import { createDefaultHandle } from './default-handle.ts'
import type { ProviderOptions } from './options.ts'

/** The config of the nearest provider, `undefined` without one. */
export const ConfigContext: Context<Config | undefined> = createContext<Config | undefined>(undefined)

/** Returns the options of a hook over those of the nearest provider over the defaults. */
export function useConfig(options: ProviderOptions | undefined): Config {
  const config = useContext(ConfigContext) ?? configWithoutProvider()
  return options ? mergeConfig(config, options) : config
}

let shared: Config | undefined

/** One object for all hooks without a provider, because a server asks for it with every page. */
export function configWithoutProvider(): Config {
  shared ??= { ...hookDefaults, handle: createDefaultHandle() }
  return shared
}
