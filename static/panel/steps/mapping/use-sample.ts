import { useCallback, useEffect, useRef, useState } from 'react';
import type { Account } from '../../../../src/contract/mapping';
import type { AnswerOf, MappingSample, PersonClaims } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';

/** Somebody who was looked for, with the accounts that they may have where these were looked up. */
export type FoundPerson = Extract<AnswerOf<'person'>, { ok: true }>['value'];

export type Sample = {
  /** Null until it was read. */
  value: MappingSample | null;
  /** Whoever was looked for by hand, the last one first. */
  added: readonly PersonClaims[];
  add: (person: FoundPerson) => void;
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
  const add = useCallback(({ accounts = [], lookedFor = [], ...person }: FoundPerson) => {
    setAdded((before) => [person, ...before.filter((one) => one.person.name !== person.person.name)]);
    setValue((before) => before && withAccounts(before, accounts, lookedFor));
  }, []);
  return { value, added, add, isLoading, failure, readAnew: () => read(true) };
};

/** What was looked up for one person more; nothing changes where all accounts are there already. */
const withAccounts = (
  sample: MappingSample,
  accounts: readonly Account[],
  lookedFor: readonly string[],
): MappingSample => {
  if (sample.accounts === null || sample.isComplete) return sample;
  const names = new Set(sample.accounts.map(keyOf));
  return {
    ...sample,
    accounts: [...sample.accounts, ...accounts.filter((one) => !names.has(keyOf(one)))],
    lookedFor: [...new Set([...sample.lookedFor, ...lookedFor])],
  };
};

/** On Cloud there are no usernames. */
const keyOf = ({ username, email, fullName }: Account): string => username || `${email} ${fullName}`;
