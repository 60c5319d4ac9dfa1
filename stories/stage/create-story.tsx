import type { StoryObj } from '@storybook/react-vite'
import type { ComponentType, ReactElement } from 'react'
import type { InitialState, Sandbox } from './sandbox.ts'
import { createSandbox } from './sandbox.ts'
import type { StoryText } from './stage.tsx'
import { Stage } from './stage.tsx'

type StoryOptions = StoryText & InitialState

/** Creates a story. It gets a new sandbox each time it is opened. */
export function createStory({ call, description, ...initialState }: StoryOptions, Example: ComponentType): StoryObj {
  const render = (name: string, sandbox: Sandbox): ReactElement => (
    <Stage name={name} sandbox={sandbox} call={call} description={description}>
      <Example />
    </Stage>
  )
  return {
    loaders: [async () => ({ sandbox: await createSandbox(initialState) })],
    render: (_, { loaded, name }) => render(name, loaded['sandbox'] as Sandbox), // the loader above created it
  }
}
