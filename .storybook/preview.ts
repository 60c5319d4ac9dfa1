import type { Preview } from '@storybook/react-vite'
import { configure } from 'storybook/test'
import './preview.css'
import '../stories/stage/stage.css'

// How long a `play` function waits for an expected state. A busy machine must not fail a test.
configure({ asyncUtilTimeout: 10_000 })

const preview: Preview = {
  parameters: { layout: 'padded', controls: { disable: true }, actions: { disable: true } },
}

export default preview
