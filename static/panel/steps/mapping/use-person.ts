import { useEffect, useRef, useState } from 'react';
import type { DirectoryPerson } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import type { FoundPerson } from './use-sample';

export type PersonSearch = {
  search: string;
  setSearch: (text: string) => void;
  people: DirectoryPerson[] | null;
  total: number;
  isLoading: boolean;
  failure: Failure | null;
  pick: (name: string) => Promise<void>;
  retry: () => void;
};

/** Milliseconds without a keystroke before the directory is asked. */
const pause = 250;

/** Looks for a person in the directory, and fetches the claims of one. */
export const usePerson = (target: string, onPicked: (person: FoundPerson) => void): PersonSearch => {
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<{ people: DirectoryPerson[]; total: number } | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  const newest = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks anew.
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    setIsLoading(true);
    const timer = setTimeout(
      async () => {
        const answer = await call('people', { target, search: search.trim() });
        if (mine !== newest.current) return;
        setIsLoading(false);
        setFailure(answer.ok ? null : answer.error);
        if (answer.ok) setFound(answer.value);
      },
      search === '' ? 0 : pause,
    );
    return () => clearTimeout(timer);
  }, [target, search, tries]);

  const pick = async (name: string) => {
    setIsLoading(true);
    const answer = await call('person', { target, name, withAccounts: true });
    setIsLoading(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) onPicked(answer.value);
  };
  return {
    search,
    setSearch,
    people: found?.people ?? null,
    total: found?.total ?? 0,
    isLoading,
    failure,
    pick,
    retry: () => setTries((before) => before + 1),
  };
};
