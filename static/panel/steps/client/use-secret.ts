import { useState } from 'react';
import type { SecretState, TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';

/** A secret while it is being typed. It lives in memory alone: no draft, no storage of the browser. */
export type TypedSecret = {
  saved: SecretState;
  text: string;
  type: (text: string) => void;
  isReplacing: boolean;
  replace: () => void;
  keepOld: () => void;
  /** Null where it was saved. */
  save: (target: string, settingsVersion: number) => Promise<Failure | null>;
  forget: () => Promise<void>;
};

export const useSecret = (target: TargetView | null): TypedSecret => {
  const { state, reload, announce } = usePanel();
  const [text, setText] = useState('');
  const [isReplacing, setIsReplacing] = useState(false);
  const [owner, setOwner] = useState(target?.id);
  // A secret that was typed for one target must not be saved for another.
  if (owner !== target?.id) {
    setOwner(target?.id);
    setText('');
    setIsReplacing(false);
  }
  const clear = () => {
    setText('');
    setIsReplacing(false);
  };
  return {
    saved: target?.secret ?? { kind: 'none' },
    text,
    type: setText,
    isReplacing,
    replace: () => {
      setIsReplacing(true);
      // The button that was pressed is gone.
      requestAnimationFrame(() => document.getElementById('secret')?.focus());
    },
    keepOld: clear,
    save: async (id, settingsVersion) => {
      const typedFor = state.connection && { connection: state.connection.version, target: settingsVersion };
      const answer = await call('saveSecret', { target: id, secret: text.trim(), ...(typedFor && { typedFor }) });
      if (!answer.ok) return answer.error;
      clear();
      announce('The client secret is saved.');
      return null;
    },
    forget: async () => {
      if (!target) return;
      const answer = await call('forgetSecret', { target: target.id });
      announce(answer.ok ? 'The client secret is forgotten.' : answer.error.message);
      await reload();
    },
  };
};
