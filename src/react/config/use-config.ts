import type { Context } from 'react'
import { createContext, useContext } from 'react'
import { hasProcess } from '#environment'
import type { Config } from './config.ts'
import { hookDefaults, mergeConfig } from './config.ts'
import { createDefaultHandle } from './default-handle.ts'
import type { OptionOwner } from './option-names.ts'
import { optionNames, warnUnknownOption } from './option-names.ts'
import type { ProviderOptions } from './options.ts'

/** Bundlers put the value in place of this very expression. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** The config of the nearest provider, `undefined` without one. */
export const ConfigContext: Context<Config | undefined> = createContext<Config | undefined>(undefined)

/** Returns the options of a hook over those of the nearest provider over the defaults. */
export function useConfig(options: ProviderOptions | undefined, owner: OptionOwner = 'useCachetta'): Config {
  const config = useContext(ConfigContext) ?? configWithoutProvider()
  checkOptionNames(config, options, owner)
  return options ? mergeConfig(config, options) : config
}

/** Warns of options that do not exist, in development. A production page has nothing of it. */
export function checkOptionNames({ handle }: Config, options: object | undefined, owner: OptionOwner): void {
  if (hasProcess && process.env.NODE_ENV !== 'production') {
    for (const name in options) {
      if (!Object.hasOwn(optionNames[owner], name)) warnUnknownOption(handle.engine.troubles, owner, name)
    }
  }
}

let shared: Config | undefined

/** One object for all hooks without a provider, because a server asks for it with every page. */
export function configWithoutProvider(): Config {
  shared ??= { ...hookDefaults, handle: createDefaultHandle(), cache: undefined }
  return shared
}
