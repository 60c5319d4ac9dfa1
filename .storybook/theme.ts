import type { Decorator } from '@storybook/react-vite'
import { useEffect } from 'storybook/preview-api'

/** Shows the stories light or dark, as the toolbar says. Without it, the stylesheet follows the system. */
export const withTheme: Decorator = (story, { globals: { theme } }) => {
  useEffect(() => {
    document.documentElement.dataset['theme'] = String(theme)
  }, [theme])
  return story()
}
