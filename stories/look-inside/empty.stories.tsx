import type { Meta, StoryObj } from '@storybook/react-vite'
import { parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/Empty', parameters }
export default meta

export const Story: StoryObj = {
  name: 'Empty',
  render: () => (
    <LookInside title="Empty" lesson="The panel stands at the edge of the page. The cache has no entries yet.">
      <p>No component here uses the cache.</p>
    </LookInside>
  ),
  async play() {
    const panel = await findPanel()
    await panel.findByText('The cache has no entries yet.')
  },
}
