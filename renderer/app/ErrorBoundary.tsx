import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { failureOf } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import classes from './ErrorBoundary.module.css';

interface State {
  readonly error: unknown;
  readonly failed: boolean;
}

/** A screen that cannot be drawn says so in its own place; the rest of the window goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const again = () => this.setState({ error: null, failed: false });
    return (
      <div className={classes['place']}>
        <FailureMessage failure={failureOf(this.state.error)} actions={<Button size="xs" variant="default" onClick={again}>Show this screen again</Button>} />
      </div>
    );
  }
}
