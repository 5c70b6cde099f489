import { useCallback, useEffect, useRef, useState } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Draft } from '../../draft';

export type History = {
  /** Changes the mapping in a way that can be undone. `what` names the field: what is typed into it is one step. */
  set: (change: (before: Mapping) => Mapping, what: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
};

/** Milliseconds between two keystrokes that are undone apart. */
const pause = 1500;
const longest = 100;

/** Undo and redo over a draft: by buttons, and by the keyboard wherever no text field has an undo of its own. */
export const useHistory = ({ value, replace }: Pick<Draft<Mapping>, 'value' | 'replace'>): History => {
  const [past, setPast] = useState<readonly Mapping[]>([]);
  const [future, setFuture] = useState<readonly Mapping[]>([]);
  const current = useRef(value);
  current.current = value;
  const last = useRef({ what: '', at: 0 });

  const set = useCallback(
    (change: (before: Mapping) => Mapping, what: string) => {
      const before = current.current;
      const next = change(before);
      const now = Date.now();
      const isSameStep = last.current.what === what && now - last.current.at < pause;
      last.current = { what, at: now };
      if (!isSameStep) setPast((all) => [...all, before].slice(-longest));
      setFuture([]);
      current.current = next;
      replace(next);
    },
    [replace],
  );
  const undo = useCallback(() => {
    const before = past.at(-1);
    if (before === undefined) return;
    setPast(past.slice(0, -1));
    setFuture([...future, current.current]);
    last.current = { what: '', at: 0 };
    replace(before);
  }, [past, future, replace]);
  const redo = useCallback(() => {
    const next = future.at(-1);
    if (next === undefined) return;
    setFuture(future.slice(0, -1));
    setPast([...past, current.current]);
    last.current = { what: '', at: 0 };
    replace(next);
  }, [past, future, replace]);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || hasOwnUndo(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [undo, redo]);

  return { set, undo, redo, canUndo: past.length > 0, canRedo: future.length > 0 };
};

const hasOwnUndo = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLElement && target.isContentEditable) ||
  (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type));
