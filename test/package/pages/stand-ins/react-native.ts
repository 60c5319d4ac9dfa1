import type { ReactElement, ReactNode } from 'react'
import { createElement } from 'react'

const listeners = new Set<(state: string) => void>()

/** Stands in for React Native's. A test changes the state. */
export const AppState: {
  currentState: string
  addEventListener(type: 'change', listener: (state: string) => void): { remove(): void }
  change(state: string): void
} = {
  currentState: 'active',
  addEventListener(_type, listener) {
    listeners.add(listener)
    return { remove: () => void listeners.delete(listener) }
  },
  change(state) {
    AppState.currentState = state
    for (const listener of listeners) listener(state)
  },
}

export function Text({ children }: { children?: ReactNode }): ReactElement {
  return createElement('span', null, children)
}
