import Button from '@atlaskit/button/default/button';
import CheckIcon from '@atlaskit/icon/core/check-mark';
import CopyIcon from '@atlaskit/icon/core/copy';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { usePanel } from '../panel-model';

type CopyButtonProps = {
  /** What is copied; a function where it is made only when asked for. Null: it could not be made. */
  text: string | (() => Promise<string | null>);
  label?: string;
  /** Tells one from another for people who hear it: "Copy Client Id". */
  of?: string;
  /** Selected where the browser refuses the clipboard. */
  shown?: RefObject<HTMLElement>;
  appearance?: 'default' | 'subtle';
  /** Beside each of many values: the icon alone, its words for those who hear it. */
  isIcon?: boolean;
};

/** Copies, and says so for two seconds. */
export const CopyButton = ({
  text,
  label = 'Copy',
  of,
  shown,
  appearance = 'default',
  isIcon = false,
}: CopyButtonProps) => {
  const { announce } = usePanel();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const copied = typeof text === 'string' ? text : await text();
    if (copied === null) return;
    const done = await write(copied);
    if (!done && shown?.current) getSelection()?.selectAllChildren(shown.current);
    setState(done ? 'copied' : 'refused');
    announce(done ? 'Copied' : 'The browser refused to copy. The text is selected.');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), 2000);
  };
  const isDone = state === 'copied';
  const words = isDone ? 'Copied' : state === 'refused' ? 'Selected' : label;
  const Icon = isDone ? CheckIcon : CopyIcon;
  if (isIcon)
    return (
      <button type="button" className="icon-button" onClick={() => void copy()}>
        <Icon label="" size="small" />
        <span className="unseen">{of === undefined ? words : `${words} ${of}`}</span>
      </button>
    );
  return (
    <Button
      appearance={appearance}
      iconBefore={Icon}
      onClick={() => void copy()}
      {...(of === undefined ? {} : { 'aria-label': `${words} ${of}` })}
    >
      {words}
    </Button>
  );
};

const write = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A frame without the permission: the older way still works after a press.
    return writeBySelection(text);
  }
};

const writeBySelection = (text: string): boolean => {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
};
