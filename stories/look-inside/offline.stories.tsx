import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { BookTitle, createEntries, parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/Offline', parameters }
export default meta

export const Story: StoryObj = {
  name: 'Offline',
  parameters: { cachetta: { entries: createEntries(5) } },
  render: () => (
    <LookInside
      title="Offline"
      lesson="The panel takes the page offline: requests fail, and hooks wait for the network."
    >
      <BookTitle id={1} />
      <BookTitle id={8} />
    </LookInside>
  ),
  async play() {
    const panel = await findPanel()
    const button = await panel.findByRole('button', { name: 'Offline' })
    button.focus()
    await userEvent.keyboard('{Enter}')
    await expect(button).toHaveAttribute('aria-pressed', 'true')
    await panel.findByText('The page is offline')
  },
}
