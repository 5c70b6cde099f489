import type { DryRunSums } from '../../../src/contract/dry-run';
import type { Mapping, MappingRules } from '../../../src/contract/mapping';
import type { Target } from '../../../src/contract/target';
import { type Changes, healthyGiven } from '../healthy-evidence';

/**
 * A thousand people and the accounts of most of them: a few are new, a few have left, robots stand beside them, and the
 * first sign-ins take nothing from anybody.
 */
export const healthySums: DryRunSums = {
  people: 1_000,
  accounts: 990,
  activeAccounts: 980,
  outcomes: {
    unchanged: 940,
    updated: 0,
    renamed: 0,
    created: 40,
    collides: 0,
    refused: 0,
    barred: 20,
    'not-certain': 0,
  },
  getIn: 0,
  lockedOut: 0,
  administrators: {
    total: 12,
    lockedOut: 0,
    losingGroups: 0,
    losingRights: 0,
    accessOpen: 0,
    groupsOpen: 0,
    groups: ['jira-administrators'],
  },
  onlyInTarget: { total: 0, active: 0, administrators: 0 },
  refused: {},
  refusedWithAccount: {},
  changes: { username: 0, email: 0, fullName: 0 },
  emailCapitals: 3,
  collisions: { people: 0, accounts: 0 },
  sharedEmails: { people: 0, emails: 0 },
  nearUsernames: { people: 0, names: 0 },
  withoutUsername: 0,
  withoutEmail: 0,
  barredWithAccount: 0,
  outsideTags: { people: 0, withAccount: 0 },
  groups: {
    losing: 0,
    gaining: 0,
    lost: [],
    gained: [],
    unknownInTarget: [],
    unknownInSource: [],
    emptied: 0,
  },
  noApplicationAccess: 0,
  noAccessToday: 0,
  seats: [{ application: 'Jira Software', gaining: 40, left: 60 }],
  inactive: 0,
  readOnly: 0,
  doubled: 0,
  usernamePattern: null,
  reading: { repeated: 0, missing: 0, nameless: 0, isLoose: false },
  untold: [],
};

export type SumChanges = Partial<Omit<DryRunSums, 'outcomes' | 'administrators' | 'groups'>> & {
  outcomes?: Partial<DryRunSums['outcomes']>;
  administrators?: Partial<DryRunSums['administrators']>;
  groups?: Partial<DryRunSums['groups']>;
};

export const sumsOf = ({ outcomes, administrators, groups, ...rest }: SumChanges = {}): DryRunSums => ({
  ...healthySums,
  ...rest,
  outcomes: { ...healthySums.outcomes, ...outcomes },
  administrators: { ...healthySums.administrators, ...administrators },
  groups: { ...healthySums.groups, ...groups },
});

export const miniorange: Target = healthyGiven.target;
export const atlassian: Target = { ...miniorange, plugin: 'atlassian-dc' };
export const other: Target = { ...miniorange, plugin: 'other' };
export const cloud: Target = { ...miniorange, plugin: 'miniorange-cloud' };

export const mappingWith = (rules: MappingRules = {}, more: Partial<Mapping> = {}): Mapping => ({
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
  ...more,
  rules,
});

/** A healthy set-up after a dry run that came to these sums. */
export const afterDryRun = (sums: SumChanges = {}, given: Changes['given'] = {}): Changes => ({
  given: { ...given, directory: sumsOf(sums) },
});
