import NextIcon from '@atlaskit/icon/core/chevron-down';
import BackIcon from '@atlaskit/icon/core/chevron-left';
import PreviousIcon from '@atlaskit/icon/core/chevron-up';
import CloseIcon from '@atlaskit/icon/core/cross';
import { type ReactNode, useEffect, useRef } from 'react';
import type { DryRunRow, DryRunSums, DryRunView } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { countOf } from '../../parts/numbers';
import { PersonPage } from './person-page';
import { nameOf } from './row-columns';

type PersonDrawerProps = {
  /** Of the list. */
  title: string;
  index: number;
  total: number;
  /** Undefined until it has come. */
  row: DryRunRow | undefined;
  want: (from: number, to: number) => void;
  run: DryRunView;
  sums: DryRunSums;
  target: TargetView;
  /** Where it covers the list. */
  isModal: boolean;
  onGo: (index: number) => void;
  onClose: () => void;
};

/** One person of a list, beside it: the list can still be used, unless the drawer covers it. */
export const PersonDrawer = (props: PersonDrawerProps) => {
  const { title, index, total, row, want, isModal, onGo, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isModal) element.showModal();
    else element.show();
    heading.current?.focus({ preventScroll: true });
    return () => element.close();
  }, [isModal]);
  useEffect(() => want(index, index), [want, index]);
  // Another person begins at the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place of the list is another person.
  useEffect(() => {
    if (dialog.current) dialog.current.scrollTop = 0;
  }, [index]);
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="person-heading"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="drawer-head">
        <button type="button" className="drawer-back" onClick={onClose}>
          <BackIcon label="Back to" size="small" />
          <span>{title}</span>
        </button>
        <span className="small subtle figures">
          {countOf(index + 1)} of {countOf(total)}
        </span>
        <Step label="Previous person" isOff={index === 0} onPress={() => onGo(index - 1)}>
          <PreviousIcon label="" size="small" />
        </Step>
        <Step label="Next person" isOff={index >= total - 1} onPress={() => onGo(index + 1)}>
          <NextIcon label="" size="small" />
        </Step>
        <Step label="Close" onPress={onClose}>
          <CloseIcon label="" size="small" />
        </Step>
      </div>
      <h2 id="person-heading" className={row ? 'unseen' : undefined} tabIndex={-1} ref={heading} aria-live="polite">
        {row ? nameOf(row) : 'Being fetched'}
      </h2>
      {row && <PersonPage key={row.at} {...props} row={row} />}
    </dialog>
  );
};

type StepProps = { label: string; isOff?: boolean; onPress: () => void; children: ReactNode };

/** Never disabled: the focus would be lost at the end of the list. */
const Step = ({ label, isOff = false, onPress, children }: StepProps) => (
  <button
    type="button"
    className="icon-button"
    aria-disabled={isOff || undefined}
    onClick={() => {
      if (!isOff) onPress();
    }}
  >
    {children}
    <span className="unseen">{label}</span>
  </button>
);
