import type { BoundFunctions, queries } from '@testing-library/dom'
import type { ReactNode } from 'react'
import type { DevtoolsProps } from '../../../src/devtools.ts'
import { CachettaDevtools } from '../../../src/devtools.ts'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import type { ProviderOptions } from '../../../src/react.ts'
import { CachettaProvider } from '../../../src/react.ts'
import { act, fireEvent, render, waitFor, within } from '../../support/render.tsx'

/** The panel in a page of jsdom. */
export interface DevtoolsPage {
  readonly cache: Cachetta
  /** Queries for what is inside the shadow root of the panel. */
  readonly panel: BoundFunctions<typeof queries>
  /** The shadow root. */
  readonly root: ShadowRoot
  unmount(): void
}

/** Mounts an application inside the panel, which is open. */
export function openDevtools(app: ReactNode, props: DevtoolsProps = {}, options: ProviderOptions = {}): DevtoolsPage {
  const cache = props.cache ?? createCache()
  const { unmount } = render(
    <CachettaProvider cache={cache} options={options}>
      <CachettaDevtools cache={cache} defaultOpen={true} {...props}>
        {app}
      </CachettaDevtools>
    </CachettaProvider>,
  )
  const root = findRoot()
  return { cache, panel: within(root.querySelector<HTMLElement>('.root') as HTMLElement), root, unmount }
}

export function createCache(): Cachetta {
  return new Cachetta({ path: 'app', store: memoryStore() })
}

/** Returns the shadow root of the panel that is mounted. */
export function findRoot(): ShadowRoot {
  const root = document.querySelector('cachetta-devtools')?.shadowRoot
  if (!root) throw new Error('no panel is mounted')
  return root
}

/** The texts of the rows: state, key, age, size, where. */
export function readRows({ panel }: DevtoolsPage): readonly string[] {
  return panel
    .queryAllByRole('row')
    .filter((row) => row.hasAttribute('aria-selected'))
    .map((row) => [...row.children].map(({ textContent }) => textContent).join(' | '))
}

/** Waits until the list shows exactly these states and keys. */
export async function expectRows(page: DevtoolsPage, ...rows: readonly string[]): Promise<void> {
  await waitFor(() => {
    const shown = readRows(page).map((row) => row.split(' | ').slice(0, 2).join(' | '))
    if (shown.join('\n') !== rows.join('\n')) throw new Error(`the list shows: ${shown.join(', ') || 'nothing'}`)
  })
}

/** Presses a button of the panel, as a click. */
export async function press({ panel }: DevtoolsPage, name: string | RegExp): Promise<void> {
  const button = await panel.findByRole('button', { name })
  await act(async () => {
    fireEvent.click(button)
  })
}

/** Presses a key where the focus is, or on an element. */
export async function pressKey(element: Element, key: string): Promise<void> {
  await act(async () => {
    fireEvent.keyDown(element, { key })
  })
}
