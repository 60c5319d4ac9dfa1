import type { ReactNode } from 'react'
import { Component } from 'react'

interface Props {
  readonly children: ReactNode
  /** What it tries again by, when it changes. */
  readonly attempt: unknown
  readonly fallback: (error: unknown) => ReactNode
}

interface State {
  readonly failed: { readonly error: unknown } | null
}

/** Shows what can be said of an error in place of what failed, until there is a reason to try again. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failed: null }

  static getDerivedStateFromError(error: unknown): State {
    return { failed: { error } }
  }

  override componentDidUpdate({ attempt }: Props): void {
    if (this.state.failed && attempt !== this.props.attempt) this.setState({ failed: null })
  }

  override render(): ReactNode {
    const { failed } = this.state
    return failed ? this.props.fallback(failed.error) : this.props.children
  }
}
