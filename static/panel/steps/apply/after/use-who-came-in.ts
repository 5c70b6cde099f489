import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../../../src/contract/result';
import { usePanel } from '../../../panel-model';
import { useLooking } from '../../../use-looking';

export type Telling = {
  /** Whether the product tells who came in; null until it was asked. `why`: a whole sentence where it does not. */
  told: { isTold: boolean; why: string | null } | null;
  /** Why it could not be asked the last time. */
  failure: Failure | null;
  isAsking: boolean;
  look: () => Promise<void>;
};

/** Milliseconds between two looks: an audit log is written within seconds, and each look costs the product some requests. */
const pause = 10_000;

/** Asks the product who came in through the plugin, at once and again and again while somebody is waited for. */
export const useWhoCameIn = (apply: string, isAllowed: boolean): Telling => {
  const { apply: model } = usePanel();
  const [told, setTold] = useState<Telling['told']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  // Made anew whenever something of the apply is heard: the looks must not begin anew with it.
  const ask = useRef(model.lookWhoCameIn);
  ask.current = model.lookWhoCameIn;
  const look = useCallback(async () => {
    setIsAsking(true);
    const answer = await ask.current(apply);
    setIsAsking(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setTold({ isTold: answer.value.isTold, why: answer.value.why });
  }, [apply]);
  useEffect(() => {
    if (isAllowed) void look();
  }, [isAllowed, look]);
  // An audit log without any sign-in may only wait for the first one.
  useLooking(isAllowed, pause, look);
  return { told, failure, isAsking, look };
};
