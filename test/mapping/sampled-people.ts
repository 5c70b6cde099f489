import type { Account, Claims, Mapping } from '../../src/contract/mapping';
import type { PersonClaims } from '../../src/contract/panel-calls';
import type { Target } from '../../src/contract/target';
import { claimsFromDirectory } from '../../src/mapping/claims-from-directory';
import { type JudgedPerson, type JudgedSample, judgeSample } from '../../src/mapping/judge-sample';
import { makeMapper } from '../../src/mapping/make-mapper';
import { recordedPerson } from './recorded-people';

export const target: Target = {
  plugin: 'miniorange',
  product: 'jira',
  baseUrl: 'https://jira.acme.example',
  comparesIssuer: false,
};

export const healthyMapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};

/** Somebody of the directory with the claims that Casdoor would make, format JWT unless told. */
export const person = (name: string, changed: Record<string, unknown> = {}, tokenFormat = 'JWT'): PersonClaims => {
  const entry = {
    ...recordedPerson('alice'),
    name,
    displayName: `The ${name}`,
    email: `${name}@acme.example`,
    firstName: '',
    lastName: '',
    id: `id-of-${name}`,
    isForbidden: false,
    isDeleted: false,
    ...changed,
  } as Claims;
  const application = { tokenFormat, tokenFields: [], tokenAttributes: [], isShared: false };
  const { bySource, withheld, untold } = claimsFromDirectory(entry, application, {
    scopes: ['openid', 'profile', 'email'],
    clientId: 'client',
    issuer: 'https://door.acme.example',
  });
  const displayName = String(entry.displayName);
  const isForbidden = entry.isForbidden === true;
  const isDeleted = entry.isDeleted === true;
  return { person: { name, displayName, isForbidden, isDeleted }, bySource, withheld, untold, tokenFormat };
};

export const account = (username: string, changed: Partial<Account> = {}): Account => ({
  username,
  email: `${username}@acme.example`,
  fullName: `The ${username}`,
  active: true,
  groups: [],
  administrator: false,
  ...changed,
});

export const sample = (
  people: PersonClaims[],
  accounts: Account[] | null,
  more: Partial<JudgedSample> = {},
): JudgedSample => ({ people, accounts, isComplete: accounts !== null, lookedFor: [], ...more });

export const judged = (of: JudgedSample, mapping: Partial<Mapping> = {}): JudgedPerson[] =>
  judgeSample(makeMapper({ ...healthyMapping, ...mapping }, target), of, target);

/** Outcomes in the order of the sample. */
export const outcomes = (of: JudgedSample, mapping: Partial<Mapping> = {}): string[] =>
  judged(of, mapping).map(({ verdict }) => verdict.outcome);
