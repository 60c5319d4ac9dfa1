import type { BoundFunctions, queries } from '@testing-library/dom'
import type { DevtoolsProps } from 'cachetta/devtools/production'
import { CachettaDevtools } from 'cachetta/devtools/production'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import { waitFor, within } from 'storybook/test'

interface LookInsideProps extends Pick<DevtoolsProps, 'children' | 'outbox'> {
  readonly title: string
  /** What one learns from the story, in one sentence. */
  readonly lesson: string
}

/** A page with the panel, which is open. The stories are a production build, too. */
export function LookInside({ children, lesson, outbox, title }: LookInsideProps): ReactNode {
  const { cache } = useStory()
  const theme = useSyncExternalStore(followTheme, readTheme)
  return (
    <CachettaDevtools cache={cache} defaultOpen={true} outbox={outbox} theme={theme}>
      <main className="stage">
        <header>
          <h1>{title}</h1>
          <p>{lesson}</p>
        </header>
        <section aria-label="Application">{children}</section>
      </main>
    </CachettaDevtools>
  )
}

/** The toolbar of Storybook sets the theme. */
function readTheme(): 'system' | 'light' | 'dark' {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function followTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Waits for the panel. Returns the queries for what is in it. */
export async function findPanel(): Promise<BoundFunctions<typeof queries>> {
  return waitFor(() => {
    const panel = document.querySelector('cachetta-devtools')?.shadowRoot?.querySelector<HTMLElement>('.panel')
    if (!panel) throw new Error('The panel is not there yet.')
    return within(panel)
  })
}
