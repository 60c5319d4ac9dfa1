import type { StoryObj } from '@storybook/react-vite'
import type { ComponentType, ReactElement } from 'react'
import type { Staging } from './stage.tsx'
import { Stage } from './stage.tsx'
import type { Beginning, World } from './world.ts'
import { createWorld } from './world.ts'

type Setting = Staging & Beginning

/** A story that begins in a world of its own each time it is opened. */
export function onStage({ call, says, ...beginning }: Setting, Scene: ComponentType): StoryObj {
  const render = (name: string, world: World): ReactElement => (
    <Stage name={name} world={world} call={call} says={says}>
      <Scene />
    </Stage>
  )
  return {
    loaders: [async () => ({ world: await createWorld(beginning) })],
    render: (_, { loaded, name }) => render(name, loaded['world'] as World), // what the loader above made
  }
}
