import { useEffect, useState } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { PersonClaims } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';

export type FetchedClaims = { claims: PersonClaims | null; failure: Failure | null; retry: () => void };

/** Milliseconds that somebody is looked at before Casdoor is asked: who goes through a list passes many. */
const patience = 200;

/** What Casdoor says of somebody now. Null for an account that nobody has. */
export const usePersonClaims = (target: string, name: string | null): FetchedClaims => {
  const [claims, setClaims] = useState<PersonClaims | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks anew.
  useEffect(() => {
    if (name === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await call('person', { target, name });
      if (!isCurrent) return;
      setFailure(answer.ok ? null : answer.error);
      setClaims(answer.ok ? answer.value : null);
    }, patience);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [target, name, tries]);
  return { claims, failure, retry: () => setTries((before) => before + 1) };
};

/** The page of a person in Casdoor's console; null where the address cannot be read. */
export const usePersonPage = (organization: string | undefined, name: string): string | null => {
  const { state } = usePanel();
  const read = state.connection ? readAddress(state.connection.value.address) : null;
  if (!read?.ok || organization === undefined) return null;
  return `${read.value.origin}${read.value.prefix}/users/${[organization, name].map(encodeURIComponent).join('/')}`;
};
