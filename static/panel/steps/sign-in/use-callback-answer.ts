import { useCallback, useEffect, useRef, useState } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import type { SignInCallback } from '../../../../src/contract/sign-in';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';

/** Whether Casdoor would send people back to this product. Asked when the step is opened, and whenever somebody asks. */
export type CallbackAnswer = {
  /** The last answer; null until there is one. */
  answer: SignInCallback | null;
  failure: Failure | null;
  isAsking: boolean;
  ask: () => Promise<void>;
};

export const useCallbackAnswer = ({ id, changedAt }: Pick<TargetView, 'id' | 'changedAt'>): CallbackAnswer => {
  const { announce } = usePanel();
  const [answer, setAnswer] = useState<SignInCallback | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setIsAsking] = useState(true);
  const turn = useRef(0);
  const look = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setIsAsking(true);
    const asked = await call('signInCallback', { target: id });
    if (mine !== turn.current) return null;
    setIsAsking(false);
    setFailure(asked.ok ? null : asked.error);
    if (asked.ok) setAnswer(asked.value);
    return asked;
  }, [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another client or address is another question.
  useEffect(() => {
    void look();
    return () => {
      turn.current += 1;
    };
  }, [look, changedAt]);
  const ask = useCallback(async () => {
    const asked = await look();
    if (asked) announce(asked.ok ? callbackWords[asked.value.state] : asked.error.message);
  }, [look, announce]);
  return { answer, failure, isAsking, ask };
};

/** What each answer means, as a whole sentence. */
export const callbackWords: Record<SignInCallback['state'], string> = {
  registered: 'Casdoor knows the redirect URI of this test.',
  loopback: 'Casdoor sends people back to this computer, registered or not.',
  missing: 'Casdoor does not know the redirect URI of this test yet.',
  'not-certain': 'Whether Casdoor knows the redirect URI of this test is not certain.',
};
