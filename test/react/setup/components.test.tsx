import type { ReactNode } from 'react'
import { Component, useState } from 'react'
import { useSyncExternalStore } from 'use-sync-external-store/shim'
import { expect, inject, test } from 'vitest'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { act, fireEvent, reactRelease, render, renderHook, screen } from '../../support/render.tsx'
import { Page } from './counter.compiled.tsx'

test('runs on the release of React that the project names, and in StrictMode if the project says so', () => {
  let renders = 0
  render(<Child onRender={() => renders++} />)

  expect(String(reactRelease)).toBe(inject('react').release)
  expect(renders).toBe(inject('react').isStrict ? 2 : 1)
})

test('has one copy of React, also for use-sync-external-store', () => {
  let notify = (): void => {}
  let value = 1
  const subscribe = (listener: () => void): (() => void) => {
    notify = listener
    return () => {}
  }
  const { result } = renderHook(() => useSyncExternalStore(subscribe, () => value))
  expect(result.current).toBe(1)

  value = 2
  act(() => notify())
  expect(result.current).toBe(2)
})

test('renders a hook again with other props', () => {
  const { result, rerender } = renderHook((name: string) => name.length, { initialProps: 'four' })
  rerender('seven..')

  expect(result.current).toBe(7)
})

test('handles events, and clears the page after each test', () => {
  render(<Counter />)
  fireEvent.click(screen.getByText('0'))

  expect(document.body.textContent).toBe('1')
})

test('runs a component that the React Compiler compiled', () => {
  let rows = 0
  render(<Page name="one" onRow={() => rows++} />)
  fireEvent.click(screen.getByText('0'))

  expect(screen.getByText('1')).toBeDefined()
  expect(rows).toBe(inject('react').isStrict ? 2 : 1)
})

test('lets an error reach its boundary if the test expects one', () => {
  expectConsoleErrors(/render failed/, /The above error occurred/)
  render(
    <Boundary>
      <Thrower />
    </Boundary>,
  )

  expect(document.body.textContent).toBe('render failed')
})

test.fails('fails a test in which React warns', () => {
  render(<input value="read only, which it does not say" />)
})

function Child({ onRender }: { onRender: () => void }): null {
  onRender()
  return null
}

function Counter(): ReactNode {
  const [count, setCount] = useState(0)
  return <button onClick={() => setCount(count + 1)}>{count}</button>
}

function Thrower(): never {
  throw new Error('render failed')
}

class Boundary extends Component<{ children: ReactNode }, { message: string | undefined }> {
  override state: { message: string | undefined } = { message: undefined }

  static getDerivedStateFromError({ message }: Error): { message: string } {
    return { message }
  }

  override render(): ReactNode {
    return this.state.message ?? this.props.children
  }
}
