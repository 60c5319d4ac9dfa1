import type { ReactNode } from 'react'
import { Component } from 'react'

/** Catches an error of a render, and shows its message. */
export class ErrorBoundary extends Component<{ children?: ReactNode; onError?: (error: unknown) => void }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : <p>{error instanceof Error ? error.message : String(error)}</p>
  }
}
