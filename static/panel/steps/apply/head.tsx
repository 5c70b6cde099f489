import type { ReactNode } from 'react';

/** The step's heading, where the focus goes when another page comes; below it what this page is about. */
export const Head = ({ children }: { children?: ReactNode }) => (
  <div className="head">
    <h1 id="apply-heading" tabIndex={-1}>
      Apply
    </h1>
    {children !== undefined && <p>{children}</p>}
  </div>
);
