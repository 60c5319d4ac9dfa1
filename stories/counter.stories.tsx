import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { expect, userEvent } from 'storybook/test'

function Counter(): ReactNode {
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      pressed {count} times
    </button>
  )
}

const meta: Meta<typeof Counter> = { title: 'Frame/Counter', component: Counter }
export default meta

export const Pressed: StoryObj<typeof Counter> = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button'))
    await expect(canvas.getByRole('button')).toHaveTextContent('pressed 1 times')
  },
}
