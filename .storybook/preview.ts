import type { Preview } from '@storybook/react-vite'
import './preview.css'

const preview: Preview = {
  parameters: { layout: 'centered', controls: { disable: true }, actions: { disable: true } },
}

export default preview
