import { Component, type ReactNode } from 'react'
import { ErrorState } from './error-state'

interface Props {
  children: ReactNode
  title?: string
  /** A change of it gives the region another try, e.g. the record's id. */
  resetKey?: string
  onError?: (error: unknown) => void
}

interface State {
  error: unknown
  key: string | undefined
}

/** One per pane, so that a fault never takes the whole screen. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, key: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.key ? null : { error: null, key: props.resetKey }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ErrorState title={this.props.title} error={this.state.error} onRetry={() => { this.setState({ error: null }) }} />
  }
}
