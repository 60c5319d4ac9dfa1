import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { World } from './world.ts'

export const WorldContext: Context<World | null> = createContext<World | null>(null)

export function useWorld(): World {
  const world = useContext(WorldContext)
  if (world === null) throw new Error('a scene is shown on a stage: give the story `onStage(…)`')
  return world
}
