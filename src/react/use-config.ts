import { useContext } from 'react'
import type { Config } from './config.ts'
import { defaults, merged } from './config.ts'
import { ConfigContext } from './context.ts'
import { defaultFace } from './default-face.ts'
import type { ProviderOptions } from './options.ts'

/** The options in force here: those given, else the nearest provider's, else the defaults. */
export function useConfig(options: ProviderOptions | undefined): Config {
  const config = useContext(ConfigContext) ?? withoutProvider()
  return options ? merged(config, options) : config
}

let shared: Config | undefined

/** One for all, for every page of a server asks for it. */
export function withoutProvider(): Config {
  shared ??= { ...defaults, face: defaultFace() }
  return shared
}
