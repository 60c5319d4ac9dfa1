import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Sandbox } from './sandbox.ts'

export const SandboxContext: Context<Sandbox | null> = createContext<Sandbox | null>(null)

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext)
  if (sandbox === null) throw new Error('No sandbox. Create the story with `createStory(…)`.')
  return sandbox
}
