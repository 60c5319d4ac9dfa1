import type { ReactElement } from 'react'
import type { CachettaOptions } from '../../../src/index.ts'
import type { ProviderOptions } from '../../../src/react.ts'
import { fireEvent, render, screen } from '../../support/render.tsx'
import { settle } from './settle.ts'
import type { TestApp } from './test-app.tsx'
import { createTestApp } from './test-app.tsx'

/** An application on the screen. */
export interface RenderedApp extends TestApp {
  /** Renders these components in place of those before. */
  show(element: ReactElement): Promise<void>
}

/** Renders components with a cache, a clock and a browser of their own, and waits for the effects. */
export async function renderApp(
  element: ReactElement,
  defaults: ProviderOptions = {},
  options: Partial<CachettaOptions> = {},
): Promise<RenderedApp> {
  const app = createTestApp(options, defaults)
  const { rerender } = render(<app.Provider>{element}</app.Provider>)
  await settle()
  return { ...app, show: (next) => settle(() => rerender(<app.Provider>{next}</app.Provider>)) }
}

/** The text on the screen. */
export const text = (): string => document.body.textContent ?? ''

/** Clicks the button with this text, and waits for the effects. */
export const click = (name: string): Promise<void> => settle(() => fireEvent.click(screen.getByText(name)))
