import LockIcon from '@atlaskit/icon/core/lock-locked';
import { useRef } from 'react';
import type { SheetField } from '../../../../src/contract/field-sheet';
import { CopyButton } from '../../parts/copy-button';
import { Mark } from '../../parts/mark';
import { Breakable, RichText } from '../../parts/rich-text';
import { Tick } from '../../parts/tick';

type SheetRowProps = { field: SheetField; isTicked: boolean; onTick: () => void };

/** One field of the plugin: its label as its screen spells it, what to put in, and why. */
export const SheetRow = ({ field, isTicked, onTick }: SheetRowProps) => {
  const shown = useRef<HTMLElement>(null);
  const { id, label, kind, value, isSecret, waitsFor, note, warning } = field;
  return (
    <li className={isTicked ? 'sheet-row is-ticked' : 'sheet-row'}>
      <Tick
        className="sheet-label"
        label={
          <>
            <span className="unseen">Done: </span>
            {label}
          </>
        }
        checked={isTicked}
        onChange={onTick}
      />
      <div className="sheet-value">
        {waitsFor ? (
          <p className="row subtle">
            <Mark of="not-yet" silent />
            <span className="grow">
              <RichText>{waitsFor}</RichText>
            </span>
          </p>
        ) : isSecret ? (
          <p className="row subtle">
            <LockIcon label="" />
            <span className="grow">Type the client secret from where you keep it: it is never shown here.</span>
          </p>
        ) : value === null || value === '' ? (
          <p className="subtle">{note ? <RichText>{note}</RichText> : 'Leave it empty'}</p>
        ) : kind === 'text' ? (
          <code ref={shown} id={`value-${id}`}>
            <Breakable>{value}</Breakable>
          </code>
        ) : (
          <p>{value}</p>
        )}
        {warning && (
          <p className="row small">
            <Mark of="serious" silent />
            <span className="grow">
              <RichText>{warning}</RichText>
            </span>
          </p>
        )}
        {note && (value || waitsFor || isSecret) && (
          <p className="small subtle">
            <RichText>{note}</RichText>
          </p>
        )}
      </div>
      <div className="sheet-copy">
        {value !== null && value !== '' && !isSecret && kind === 'text' && (
          <CopyButton text={value} of={label} shown={shown} />
        )}
      </div>
    </li>
  );
};
