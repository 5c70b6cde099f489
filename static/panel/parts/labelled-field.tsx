import type { ReactNode } from 'react';
import { Mark } from './mark';
import { jumpTo } from './verdict';
import type { Meaning } from './verdict-words';

export type FieldFault = {
  of: Meaning;
  text: ReactNode;
  /** The id of the finding below that explains it. */
  finding?: string;
};

type LabelledFieldProps = {
  id: string;
  label: string;
  /** A group of controls is named by the label, a single one is pointed at. */
  isGroup?: boolean;
  hint?: ReactNode;
  fault?: FieldFault | null;
  wide?: boolean;
  children: ReactNode;
};

/** Label above, hint or fault below; the control names the latter by `describedBy`. */
export const LabelledField = ({
  id,
  label,
  isGroup = false,
  hint,
  fault,
  wide = false,
  children,
}: LabelledFieldProps) => (
  <div className={wide ? 'field field-wide' : 'field'}>
    {isGroup ? (
      <span className="label" id={`${id}-label`}>
        {label}
      </span>
    ) : (
      <label htmlFor={id} id={`${id}-label`}>
        {label}
      </label>
    )}
    {children}
    {(fault || hint) && (
      <div className={fault ? 'hint hint-bad' : 'hint'} id={`${id}-hint`}>
        {fault ? (
          <>
            <Mark of={fault.of} silent />
            <span>
              {fault.text}
              {fault.finding !== undefined && <SeeBelow finding={fault.finding} />}
            </span>
          </>
        ) : (
          <span>{hint}</span>
        )}
      </div>
    )}
  </div>
);

/** Leads to the finding that explains the fault, with the focus. */
const SeeBelow = ({ finding }: { finding: string }) => (
  <>
    {': '}
    <button type="button" className="link-button" onClick={() => jumpTo(`finding-${finding}`)}>
      see below
    </button>
  </>
);

export const describedBy = (id: string, has: boolean) => (has ? { 'aria-describedby': `${id}-hint` } : {});
