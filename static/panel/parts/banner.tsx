import type { ReactNode } from 'react';
import { Mark } from './mark';
import type { Meaning } from './verdict-words';

type BannerProps = { of: Meaning; title: ReactNode; children?: ReactNode; actions?: ReactNode; label?: string };

/** A message above a step, or where a result would be. */
export const Banner = ({ of, title, children, actions, label }: BannerProps) => (
  <section className={`banner banner-${of}`} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
    <Mark of={of} size="medium" silent />
    <div className="banner-body">
      <p>
        <strong>{title}</strong>
        {children ? <> {children}</> : null}
      </p>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  </section>
);
