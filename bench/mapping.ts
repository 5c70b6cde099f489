import jsonata from 'jsonata';
import type { Account, Claims, Mapping } from '../src/contract/mapping';
import type { Target } from '../src/contract/target';
import { directoryClaims } from '../src/mapping/directory-claims';
import { makeMapper } from '../src/mapping/make-mapper';
import { personFields } from '../src/mapping/person-fields';
import { nameKey } from '../src/mapping/same-name';
import { type Figure, figure, median } from './figure';

/** A page, as it is mapped while it is still at hand. */
const people = 100;
const rounds = 15;

/**
 * The time of one person, from the parsed directory entry to what becomes of the account: beside `JSON.parse` of the
 * same entries, and beside JSONata doing the same mapping. JSONata needs the better part of a second for all, so it has
 * fewer rounds.
 */
export const mapping = async (): Promise<Figure[]> => {
  const text = JSON.stringify(Array.from({ length: people }, (_, at) => entry(at)));
  const entries: Claims[] = JSON.parse(text);
  const ours = oursOf(entries);
  const theirs = await jsonataOf(entries);
  if (JSON.stringify(ours.run()) !== JSON.stringify(await theirs.run())) throw new Error('The two mappings differ.');
  const parsing: number[] = [];
  const mapped: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    parsing.push(await perPerson(() => JSON.parse(text)));
    mapped.push(await perPerson(ours.run));
    if (round % 5 === 0) other.push(await perPerson(theirs.run, 10));
  }
  const own = median(mapped);
  return [
    figure('mapping', 'µs', own, median(parsing), { atMost: 0.1, of: 'ratio' }),
    figure('mapping, JSONata', 'µs', own, median(other), { atMost: 1 / 8, of: 'ratio' }),
  ];
};

/** Microseconds a person; several times in a row, so that one does not pay for the garbage of the other. */
const perPerson = async (work: () => unknown, times = 50): Promise<number> => {
  await work();
  const started = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return ((performance.now() - started) * 1000) / people / times;
};

/** A made-up person with every key that Casdoor 3.158 sends, some 2.9 KB. */
const entry = (at: number): Record<string, unknown> => {
  const empty = { text: '', boolean: false, number: 0, list: null, object: {} };
  const fields = Object.fromEntries(personFields.map(({ key, type }) => [key, empty[type]]));
  return {
    ...fields,
    owner: 'acme',
    name: `person-${at}`,
    id: `11111111-2222-3333-4444-${String(at).padStart(12, '0')}`,
    displayName: `Person Number ${at}`,
    email: `Person.${at}@acme.example`,
    groups: [`acme/team-${at % 20}`, 'acme/staff'],
    avatar: 'https://door.acme.example/img/casbin.svg',
    permanentAvatar: 'https://door.acme.example/files/avatar/acme/person.png',
    address: ['1 Example Street', 'Example Town'],
    bio: 'Somebody who was made up to be measured, and who likes long walks through a directory.',
  };
};

/** Every third person has an account as it is, every third one with another name, the others none. */
const accounts = new Map<string, Account>(
  Array.from({ length: people }, (_, at): Account => {
    const fullName = at % 3 === 1 ? 'Another Name' : `Person Number ${at}`;
    const email = `person.${at}@acme.example`;
    return { username: `Person-${at}`, email, fullName, active: true, groups: ['jira-users'] };
  })
    .filter((_, at) => at % 3 !== 2)
    .map((account) => [nameKey(account.username), account]),
);

type Result = [username: string, outcome: string, gained: number, lost: number];

const oursOf = (entries: readonly Claims[]) => {
  const written: Mapping = {
    schema: 1,
    source: 'id_token',
    username: 'name',
    email: 'email',
    name: { fullName: 'displayName' },
    groups: 'groups',
    rules: { allowedDomains: ['acme.example'], groupMapping: { 'jira-users': ['acme/staff'], team: ['acme/team-1'] } },
  };
  const target: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
  const application = { tokenFormat: 'JWT', tokenFields: [], tokenAttributes: [], isShared: false };
  const directory = directoryClaims(application, { scopes: ['openid'], clientId: 'client', issuer: null });
  const mapper = makeMapper(written, target);
  const run = () =>
    entries.map((person): Result => {
      const claims = directory.of(person);
      const read = mapper.read(claims);
      const looked = mapper.lookedFor(read);
      const account = looked === null ? 'unknown' : (accounts.get(nameKey(looked.value)) ?? null);
      const verdict = mapper.judge(claims, read, account);
      return [String(read.username.value), verdict.outcome, verdict.groupsGained.length, verdict.groupsLost.length];
    });
  return { run };
};

const jsonataOf = async (entries: readonly Claims[]) => {
  const expression = jsonata(`(
    $account := $accountOf($lowercase(name));
    $domain := $substringAfter(email, '@');
    $wanted := [
      'acme/staff' in groups ? 'jira-users',
      'acme/team-1' in groups ? 'team'
    ];
    $gained := $wanted[$not($ in $account.groups)];
    $lost := $account.groups[$ in ['jira-users', 'team'] and $not($ in $wanted)];
    $outcome := isDeleted or isForbidden ? 'barred'
      : name = '' or $not($domain in ['acme.example']) ? 'refused'
      : $not($exists($account)) ? (email = '' ? 'refused' : 'created')
      : $not($account.active) ? 'refused'
      : $lowercase(email) != $lowercase($account.email) or displayName != $account.fullName
        or $count($gained) > 0 or $count($lost) > 0 ? 'updated'
      : 'unchanged';
    [name, $outcome, $count($gained), $count($lost)]
  )`);
  const accountOf = (username: string) => accounts.get(username);
  expression.registerFunction('accountOf', accountOf);
  const run = async () => {
    const results: unknown[] = [];
    for (const person of entries) results.push(await expression.evaluate(person));
    return results;
  };
  return { run };
};
