import { type ReactNode, useId } from 'react';

type TickProps = {
  label: ReactNode;
  /** Said after the label, and not a part of the control's name. */
  note?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** One of several that exclude each other: their common name. */
  group?: string;
  className?: string;
};

/** A native check box or radio button with its label beside it. */
export const Tick = ({ label, note, checked, onChange, group, className }: TickProps) => {
  const id = useId();
  return (
    <div className={className === undefined ? 'tick' : `tick ${className}`}>
      <input
        id={id}
        type={group === undefined ? 'checkbox' : 'radio'}
        {...(group === undefined ? {} : { name: group })}
        {...(note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {note !== undefined && (
          <div id={`${id}-note`} className="small subtle">
            {note}
          </div>
        )}
      </div>
    </div>
  );
};
