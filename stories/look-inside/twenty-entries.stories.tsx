import type { Meta, StoryObj } from '@storybook/react-vite'
import { userEvent } from 'storybook/test'
import { BookTitle, createEntries, parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/20 entries', parameters }
export default meta

export const Story: StoryObj = {
  name: '20 entries',
  parameters: { cachetta: { entries: createEntries(20) } },
  render: () => (
    <LookInside title="20 entries" lesson="Each entry with its state, age, size and place. Select one to see its data.">
      <BookTitle id={1} />
      <BookTitle id={2} />
    </LookInside>
  ),
  async play() {
    const panel = await findPanel()
    const grid = await panel.findByRole('grid')
    grid.focus()
    await userEvent.keyboard('{ArrowDown}')
    await panel.findByText('"Volume 1"')
  },
}
