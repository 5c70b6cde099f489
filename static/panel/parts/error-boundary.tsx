import Button from '@atlaskit/button/default/button';
import { Component, type ReactNode } from 'react';
import { Banner } from './banner';

type Props = { of: string; children: ReactNode };

/** What breaks while one step is drawn leaves the rest of the panel standing. What was typed is kept by the drafts. */
export class ErrorBoundary extends Component<Props, { hasBroken: boolean }> {
  override state = { hasBroken: false };

  static getDerivedStateFromError() {
    return { hasBroken: true };
  }

  override render() {
    if (!this.state.hasBroken) return this.props.children;
    return (
      <Banner
        of="blocker"
        title={`${this.props.of} could not be shown.`}
        // Code that did not arrive is not asked for again by the page that missed it.
        actions={<Button onClick={() => location.reload()}>Reload the panel</Button>}
      >
        The other steps still can. What was typed is kept.
      </Banner>
    );
  }
}
