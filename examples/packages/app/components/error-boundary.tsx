import type { ReactNode } from 'react'
import { Component } from 'react'

interface Props {
  readonly children: ReactNode
  /** When it changes, the boundary renders its children again. */
  readonly resetKey: unknown
  readonly fallback: (error: unknown, retry: () => void) => ReactNode
}

interface State {
  readonly failure: { readonly error: unknown } | null
}

/** Renders `fallback` instead of children that threw, until `resetKey` changes or `retry` is called. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failure: null }

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { error } }
  }

  override componentDidUpdate({ resetKey }: Props): void {
    if (this.state.failure && resetKey !== this.props.resetKey) this.setState({ failure: null })
  }

  override render(): ReactNode {
    const { failure } = this.state
    return failure ? this.props.fallback(failure.error, this.retry) : this.props.children
  }

  private readonly retry = () => this.setState({ failure: null })
}
