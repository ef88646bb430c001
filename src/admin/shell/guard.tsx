import { Component, type ReactNode } from 'react'
import { Failure } from '../ui/states.tsx'

interface State {
  readonly error: Error | null
}

/** Keeps a fault of a page to that page. (React knows no other form for this than a class.) */
export class Guard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <Failure error={error} onRetry={() => this.setState({ error: null })} />
  }
}
