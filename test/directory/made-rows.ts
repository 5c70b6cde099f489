import type { DryRunRow } from '../../src/contract/dry-run';

/** A row of somebody for whom all stays as it is; what matters to a test is changed. */
export const rowOf = (at: number, changed: Partial<DryRunRow> = {}): DryRunRow => {
  const name = `person-${String(at).padStart(7, '0')}`;
  const account = {
    username: name,
    email: `${name}@acme.example`,
    fullName: `Person Nr. ${at}`,
    active: true,
    groups: ['jira-software-users', 'jira-servicedesk-users'],
    administrator: false,
  };
  return {
    at,
    kind: 'person',
    id: `5f0f3c1e-0000-4000-8000-${String(at).padStart(12, '0')}`,
    name,
    displayName: `Person Nr. ${at}`,
    username: name,
    email: `${name}@acme.example`,
    fullName: `Person Nr. ${at}`,
    account: name,
    existing: account,
    outcome: 'unchanged',
    cause: null,
    reasons: [],
    changes: [],
    groupsGained: [],
    groupsLost: [],
    administrator: false,
    lockedOut: false,
    losesRights: false,
    noApplicationAccess: false,
    ...changed,
  };
};

export const rowsOf = (count: number, changed: (at: number) => Partial<DryRunRow> = () => ({})): DryRunRow[] =>
  Array.from({ length: count }, (_, at) => rowOf(at, changed(at)));
