import CheckIcon from '@atlaskit/icon/core/check-mark';
import Textarea from '@atlaskit/textarea';
import type { ReactNode } from 'react';
import { describeAddress, readAddress } from '../../../../src/casdoor/address';
import { Mark } from '../../parts/mark';
import { RichText } from '../../parts/rich-text';

type AddressFieldProps = {
  value: string;
  onChange: (value: string) => void;
  onSubmit: () => void;
  /** Said by the backend of what was sent. */
  fault: string | null;
  /** An empty field is complained about only after it was sent. */
  wasSent: boolean;
  button: ReactNode;
};

/** Takes whatever a person pastes, and says at once what was understood of it. */
export const AddressField = ({ value, onChange, onSubmit, fault, wasSent, button }: AddressFieldProps) => {
  const read = readAddress(value);
  const isEmpty = value.trim() === '';
  const problem = fault !== null ? [fault] : !read.ok && (!isEmpty || wasSent) ? read.sentence.told : null;
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label htmlFor="address">Casdoor address</label>
      <div className="with-button">
        <div className="grow">
          <Textarea
            id="address"
            name="address"
            minimumRows={1}
            resize="smart"
            spellCheck={false}
            autoComplete="url"
            placeholder="door.acme.example"
            value={value}
            isInvalid={problem !== null}
            aria-invalid={problem !== null}
            aria-describedby="address-reading"
            onChange={(event) => onChange(event.currentTarget.value.replace(/\s*\n\s*/g, ' '))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              onSubmit();
            }}
          />
        </div>
        {button}
      </div>
      <div id="address-reading" className={problem ? 'hint hint-bad' : 'hint hint-good'} aria-live="polite">
        {problem ? (
          <>
            <Mark of="blocker" silent />
            <span>
              <RichText>{problem}</RichText> {fault === null && 'For example: door.acme.example'}
            </span>
          </>
        ) : read.ok ? (
          <>
            <CheckIcon label="" size="small" />
            <span>
              <RichText>{describeAddress(read.value)}</RichText>
            </span>
          </>
        ) : null}
      </div>
    </form>
  );
};
