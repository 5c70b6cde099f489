import type { ReactNode } from 'react';
import { Mark } from './mark';
import { type Meaning, meaningWords } from './verdict-words';

type StationLineProps = { of: Meaning; name: ReactNode; children?: ReactNode; time?: ReactNode };

/** One thing on a way, such as that of a sign-in: what it is, what came of it, when. */
export const StationLine = ({ of, name, children, time }: StationLineProps) => (
  <li className={of === 'not-yet' ? 'is-pending' : undefined}>
    <span className="station-dot">
      <Mark of={of} silent />
    </span>
    <div className="station-body">
      <p className="station-name">
        <span className="unseen">{of === 'not-yet' ? 'Not yet' : meaningWords[of]}: </span>
        {name}
      </p>
      {children && <p className="station-note">{children}</p>}
    </div>
    {time !== undefined && <span className="station-time figures">{time}</span>}
  </li>
);
