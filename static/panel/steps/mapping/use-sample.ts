import { useCallback, useEffect, useRef, useState } from 'react';
import type { MappingSample, PersonClaims } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';

export type Sample = {
  /** Null until it was read. */
  value: MappingSample | null;
  /** Whoever was looked for by hand, the last one first. */
  added: readonly PersonClaims[];
  add: (person: PersonClaims) => void;
  isLoading: boolean;
  failure: Failure | null;
  readAnew: () => Promise<void>;
};

/** Some people of the directory and their accounts. `readBy`: what the reading depends on; it is read again where that changes. */
export const useSample = (target: string, readBy: string): Sample => {
  const [value, setValue] = useState<MappingSample | null>(null);
  const [added, setAdded] = useState<readonly PersonClaims[]>([]);
  const [isLoading, setIsLoading] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const newest = useRef(0);

  const read = useCallback(
    async (anew: boolean) => {
      newest.current += 1;
      const mine = newest.current;
      setIsLoading(true);
      const answer = await call('mappingSample', { target, anew });
      if (mine !== newest.current) return;
      setIsLoading(false);
      setFailure(answer.ok ? null : answer.error);
      if (answer.ok) setValue(answer.value);
    },
    [target],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: other settings read other people.
  useEffect(() => void read(false), [read, readBy]);
  const add = useCallback(
    (person: PersonClaims) =>
      setAdded((before) => [person, ...before.filter((one) => one.person.name !== person.person.name)]),
    [],
  );
  return { value, added, add, isLoading, failure, readAnew: () => read(true) };
};
