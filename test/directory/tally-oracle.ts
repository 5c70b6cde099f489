import type { DryRunRow, DryRunSums } from '../../src/contract/dry-run';
import {
  type Account,
  type Claims,
  type Mapping,
  type PersonOutcome,
  personOutcomes,
} from '../../src/contract/mapping';
import { productNames, type Target } from '../../src/contract/target';
import { nearKey } from '../../src/directory/near-name';
import type { TallyRead } from '../../src/directory/tally';
import type { ClaimAccess } from '../../src/mapping/claim-access';
import type { ClaimingApplication, SignInFacts } from '../../src/mapping/claims-from-directory';
import { directoryClaims } from '../../src/mapping/directory-claims';
import type { PersonReading } from '../../src/mapping/field-reading';
import { groupsTouched } from '../../src/mapping/group-sync';
import { makeMapper } from '../../src/mapping/make-mapper';
import type { PatternEngine } from '../../src/mapping/pattern-rule';
import { rulesOf } from '../../src/mapping/rules-of';
import { nameKey } from '../../src/mapping/same-name';

/** A directory, the accounts that are there, and what could be read of them. */
export type World = {
  target: Target;
  mapping: Mapping;
  application: ClaimingApplication;
  signIn: SignInFacts;
  engine?: PatternEngine;
  administratorGroups: string[] | null;
  people: Claims[];
  /** In the order they are told; `key` is what members are named with. */
  accounts: { key: string; account: Account }[];
  members: { group: string; keys: string[] }[];
  read: TallyRead;
};

type Person = {
  at: number;
  name: string;
  called: string;
  email: string;
  entry: Claims;
  claims: ClaimAccess;
  read: PersonReading;
  barred: boolean;
  key: string | null;
  looked: string | null;
};

/** The same as a tally says, with everything in memory, everybody held against everybody, in the plainest words. */
export const oracle = (world: World): { rows: DryRunRow[]; sums: DryRunSums } => {
  const { target, mapping, read } = world;
  const product = productNames[target.product];
  const rules = rulesOf(mapping, target.plugin);
  const byEmail = target.plugin === 'miniorange-cloud' || rules.loginBy === 'email';
  const told = read.accounts;

  // Accounts: the first of a key counts, the same one told again is no other one.
  const usual =
    target.product === 'jira' ? ['jira-administrators', 'jira-system-administrators'] : ['confluence-administrators'];
  const administering = (world.administratorGroups ?? (target.plugin === 'miniorange-cloud' ? [] : usual)).map(nameKey);
  const isAdministering = (group: string) => administering.includes(nameKey(group));
  const seen: { key: string; told: string }[] = [];
  const accounts: Account[] = [];
  const doubled = new Set<string>();
  const tellThemselves = world.accounts.some(({ account }) => account.groups?.some(isAdministering));
  for (const { key, account } of told === null ? [] : world.accounts) {
    const before = seen.find((one) => one.key === key && key !== '');
    if (before) {
      if (before.told !== JSON.stringify(account)) doubled.add(key);
      continue;
    }
    seen.push({ key, told: JSON.stringify(account) });
    const memberOf = [
      ...new Set(world.members.filter((one) => key !== '' && one.keys.includes(key)).map(({ group }) => group)),
    ];
    const groups = account.groups ?? (told?.groupsWhole ? memberOf : null);
    const { administrator: word, ...rest } = account;
    const knows = account.groups ? told?.administratorsWhole || tellThemselves : told?.administratorsWhole;
    const isOne =
      word ?? ((account.groups ?? []).concat(memberOf).some(isAdministering) ? true : knows ? false : undefined);
    accounts.push({ ...rest, groups, ...(isOne === undefined ? {} : { administrator: isOne }) });
  }
  const hidden = accounts.filter(({ email }) => email === null).length;
  const activeAdministrators = accounts.filter((one) => one.active && one.administrator === true).length;
  const isToldOfAll = accounts.every((one) => !one.active || one.administrator !== undefined);
  const isOneAdministrator = activeAdministrators === 1 && isToldOfAll && told?.isWhole === true;

  const unlisted =
    told === null
      ? 'all'
      : !told.isWhole
        ? 'some'
        : told.untold.some(({ what }) => what === 'inactive-accounts')
          ? 'inactive'
          : null;
  const mapper = makeMapper(mapping, target, {
    ...(world.engine && { engine: world.engine }),
    ...(told?.groupsThere ? { groupsThere: told.groupsThere } : {}),
    ...(unlisted === null ? {} : { unlisted }),
    hiddenEmails: byEmail ? hidden : 0,
  });

  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const people = world.people.map((entry, at): Person => {
    const claims = directoryClaims(world.application, world.signIn).of(entry, () => entry);
    const reading = mapper.read(claims);
    const looked = mapper.lookedFor(reading)?.value ?? null;
    return {
      at,
      name: text(entry.name),
      called: text(entry.name) || text(entry.displayName) || text(entry.id) || 'somebody without a name',
      email: text(entry.email).trim().toLowerCase(),
      entry,
      claims,
      read: reading,
      barred: claims.barred() !== null,
      looked,
      key: looked === null ? null : byEmail ? looked.toLowerCase() : nameKey(looked),
    };
  });

  // 1. By key.
  const keyOf = (account: Account) => (byEmail ? (account.email ?? '').toLowerCase() : nameKey(account.username));
  const found = (person: Person) =>
    person.key === null
      ? []
      : accounts.filter((account) => keyOf(account).trim() !== '' && keyOf(account) === person.key);
  const reached = new Map<Person, Account>();
  for (const person of people) {
    const all = found(person);
    const own = all.find(({ username }) => all.length > 1 && nameKey(username) === nameKey(person.name)) ?? all[0];
    if (own) reached.set(person, own);
  }
  const taken = new Set<Account>(people.flatMap(found));

  // 2. By name, then by e-mail.
  const had = new Map<Person, Account>();
  const without = people.filter((person) => !reached.has(person));
  for (const account of accounts.filter((one) => !taken.has(one) && one.username !== '')) {
    const alike = without.filter((person) => nameKey(person.name) === nameKey(account.username));
    const owner = alike.find((person) => person.name === account.username) ?? alike[0];
    if (!owner) continue;
    had.set(owner, account);
    taken.add(account);
  }
  const left = without.filter((person) => !had.has(person) && person.email !== '');
  const free = accounts.filter((account) => !taken.has(account));
  for (const person of left) {
    const same = free.filter((account) => (account.email ?? '').trim().toLowerCase() === person.email);
    if (same.length !== 1 || left.filter((other) => other.email === person.email).length !== 1) continue;
    for (const account of same) {
      had.set(person, account);
      taken.add(account);
    }
  }

  // 3. Verdicts of each alone.
  const judge = (person: Person, existing: Account | null | 'unknown', matches: number) =>
    mapper.judge(person.claims, person.read, existing, {
      ...(byEmail ? { matches } : {}),
      ...(isOneAdministrator && typeof existing === 'object' && existing?.active && existing.administrator
        ? { isLastAdministrator: true }
        : {}),
    });
  const nobody = unlisted === null ? null : ('unknown' as const);
  const verdictOf = (person: Person) => {
    const reachedOne = reached.get(person);
    if (reachedOne) return judge(person, reachedOne, found(person).length);
    const own = had.get(person);
    if (!own) return judge(person, nobody, 0);
    const isUnsure = nobody === 'unknown' || (byEmail && hidden > 0 && own.email !== null);
    if (!isUnsure) return judge(person, own, 0);
    const first = judge(person, nobody, 0);
    return ['refused', 'barred', 'collides'].includes(first.outcome) ? judge(person, own, 0) : first;
  };

  // Collisions: whoever is let in under one key.
  const isLetIn = (person: Person) => {
    const { outcome } = judge(person, reached.get(person) ?? nobody, found(person).length);
    return person.key !== null && outcome !== 'barred' && outcome !== 'refused';
  };
  const letIn = new Set(people.filter(isLetIn));
  const othersOf = (person: Person) =>
    letIn.has(person) ? people.filter((one) => one !== person && one.key === person.key && letIn.has(one)) : [];

  const said = (others: readonly Person[]) => {
    const names = others.map(({ called }) => called);
    if (names.length > 3) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
    return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  };
  const certain = (field: PersonReading['username']) =>
    field.certain && typeof field.value === 'string' && field.value.trim() !== '' ? field.value : null;
  const sameEmail = (person: Person) => {
    const email = certain(person.read.email);
    if (person.barred || email === null) return [];
    return people.filter(
      (one) => one !== person && !one.barred && certain(one.read.email)?.toLowerCase() === email.toLowerCase(),
    );
  };
  const near = (person: Person) => {
    const name = byEmail || person.key !== null ? certain(person.read.username) : null;
    if (person.barred || name === null) return [];
    return people.filter((one) => {
      const other = byEmail || one.key !== null ? certain(one.read.username) : null;
      return (
        !one.barred &&
        other !== null &&
        nearKey(nameKey(other)) === nearKey(nameKey(name)) &&
        nameKey(other) !== nameKey(name)
      );
    });
  };
  const calledIn = (account: Account) => account.username || account.email || account.fullName || '';

  const unlooked = new Set<Person>();
  const capitals = new Set<Person>();
  const open = { getIn: 0, access: 0, groups: 0 };
  const rows = people.map((person): DryRunRow => {
    let verdict = verdictOf(person);
    const account = reached.get(person) ?? had.get(person) ?? null;
    if (!reached.has(person) && (nobody === 'unknown' || (byEmail && hidden > 0 && account && account.email !== null)))
      unlooked.add(person);
    const others = othersOf(person);
    const reachedName = reached.has(person) && account ? calledIn(account) : null;
    if (others.length > 0) {
      const { cause: _, ...rest } = verdict;
      verdict = {
        ...rest,
        outcome: 'collides',
        reasons: [
          ...(verdict.outcome === 'collides' ? verdict.reasons : []),
          found(person).length > 1
            ? `${said(others)} ${others.length === 1 ? 'has' : 'have'} the same e-mail.`
            : `${said(others)} would get into the same account of ${product}, ${reachedName ?? person.looked}.`,
        ],
        lockedOut: verdict.lockedOut && found(person).length !== 1,
        changes: [],
        groupsGained: [],
        groupsLost: [],
      };
    }
    if (verdict.emailCapitals) capitals.add(person);
    const isAccessOpen = verdict.outcome === 'not-certain' && !verdict.getsIn;
    if (verdict.outcome === 'not-certain' && !isAccessOpen) open.getIn += 1;
    if (account?.administrator === true) {
      if (isAccessOpen) open.access += 1;
      if (isAccessOpen || verdict.groupsOpen) open.groups += 1;
    }
    const reasons = [...verdict.reasons];
    if (verdict.outcome !== 'barred' && verdict.outcome !== 'collides') {
      const looks = near(person);
      const mails = byEmail ? [] : sameEmail(person);
      const one = looks.length === 1;
      if (looks.length > 0)
        reasons.push(
          `${said(looks)} ${one ? 'has a username that looks' : 'have usernames that look'} the same, and ${product} takes ${one ? 'the two' : 'them'} for different accounts.`,
        );
      if (mails.length > 0) reasons.push(`${said(mails)} ${mails.length === 1 ? 'has' : 'have'} the same e-mail.`);
    }
    const endsIn: Record<PersonOutcome, string | null> = {
      unchanged: reachedName,
      updated: reachedName,
      'not-certain': reachedName,
      created: person.looked,
      renamed: target.plugin === 'miniorange-cloud' ? null : person.looked,
      collides: reachedName ?? person.looked,
      refused: null,
      barred: null,
    };
    return {
      at: person.at,
      kind: 'person',
      id: text(person.entry.id),
      name: person.name,
      displayName: text(person.entry.displayName),
      username: certain(person.read.username),
      email: certain(person.read.email),
      fullName: certain(person.read.fullName),
      account: endsIn[verdict.outcome],
      existing: account,
      outcome: verdict.outcome,
      cause: verdict.cause ?? null,
      reasons,
      changes: verdict.changes,
      groupsGained: verdict.groupsGained,
      groupsLost: verdict.groupsLost,
      administrator: account?.administrator ?? null,
      lockedOut: verdict.lockedOut,
      losesRights: verdict.groupsLost.some(isAdministering),
      noApplicationAccess: false,
    };
  });

  // Who may use what afterwards.
  const applications = (told?.access ?? []).map((one) => ({ ...one, keys: one.groups.map(nameKey), gaining: 0 }));
  let isAccessUntold = applications.length === 0;
  let withoutToday = 0;
  for (const row of rows) {
    if (row.outcome === 'not-certain' && row.existing?.active && row.existing.groups === null) isAccessUntold = true;
    if (!['unchanged', 'updated', 'created'].includes(row.outcome)) continue;
    const has = row.outcome === 'created' ? [] : (row.existing?.groups ?? null);
    if (has === null) {
      isAccessUntold = true;
      continue;
    }
    const after = [...has.filter((name) => !row.groupsLost.includes(name)), ...row.groupsGained].map(nameKey);
    const before = has.map(nameKey);
    for (const one of applications)
      if (one.keys.some((key) => after.includes(key)) && !one.keys.some((key) => before.includes(key)))
        one.gaining += 1;
    const isFilled = row.outcome === 'created' && applications.some(({ defaultGroups }) => defaultGroups.length > 0);
    row.noApplicationAccess =
      applications.length > 0 && !isFilled && !applications.some(({ keys }) => keys.some((key) => after.includes(key)));
    const hadNone = !applications.some(({ keys }) => keys.some((key) => before.includes(key)));
    if (row.noApplicationAccess && row.outcome !== 'created' && hadNone) withoutToday += 1;
  }

  const unreached = told === null || !read.people.isWhole ? [] : accounts.filter((account) => !taken.has(account));
  const accountRows = unreached.map(
    (account, index): DryRunRow => ({
      at: people.length + index,
      kind: 'account',
      id: '',
      name: calledIn(account),
      displayName: account.fullName ?? '',
      username: null,
      email: null,
      fullName: null,
      account: null,
      existing: account,
      outcome: 'unreached',
      cause: null,
      reasons: [`Nobody in Casdoor gets into this account of ${product}, or has it today.`],
      changes: [],
      groupsGained: [],
      groupsLost: [],
      administrator: account.administrator ?? null,
      lockedOut: false,
      losesRights: false,
      noApplicationAccess: false,
    }),
  );

  const count = (is: (row: DryRunRow) => boolean) => rows.filter(is).length;
  const counted = <Key extends string>(values: readonly (Key | null)[]) => {
    const sums: Partial<Record<Key, number>> = {};
    for (const value of values) if (value !== null) sums[value] = (sums[value] ?? 0) + 1;
    return sums;
  };
  const named = (lists: readonly (readonly string[])[]) => {
    const names = new Map<string, number>();
    for (const name of lists.flat()) names.set(name, (names.get(name) ?? 0) + 1);
    return [...names]
      .map(([name, of]) => ({ name, people: of }))
      .sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1))
      .slice(0, 50);
  };
  const alive = people.filter(({ barred }) => !barred);
  const changed = rows
    .filter(({ outcome }) => outcome === 'updated' || outcome === 'renamed')
    .flatMap(({ changes }) => changes);
  const colliding = people.filter((person) => othersOf(person).length > 0);
  const literal = count((row) => row.outcome === 'collides' && people[row.at]?.read.username.stops !== null);
  const withEmail = people.filter((person) => sameEmail(person).length > 0);
  const looking = people.filter((person) => near(person).length > 0);
  const touched = groupsTouched(mapping, target.plugin);
  const asked = alive.flatMap(({ read: { groups } }) =>
    touched.length > 0 && groups?.certain && Array.isArray(groups.value) ? [groups.value as string[]] : [],
  );
  const isThere = (name: string) => told?.groupsThere?.some((one) => nameKey(one) === nameKey(name));
  const unknown = named(asked).filter(({ name }) => !isThere(name));
  for (const name of touched === 'all' ? [] : touched)
    if (!isThere(name) && !unknown.some((one) => one.name === name)) unknown.push({ name, people: 0 });
  const patterns = alive.flatMap(({ read: { username } }) => (username.pattern ? [username.pattern] : []));
  const isManual =
    target.plugin === 'miniorange' && mapping.groups !== null && !rules.onTheFlyGroups && rules.groupMapping !== null;
  const sent = new Set(people.flatMap((person) => person.read.groups?.arrived ?? []));
  const isGroupsUnsure = isManual && people.some((person) => person.read.groups?.certain === false);
  const spelled = new Map(
    [
      ...(told?.groupsThere ?? []),
      ...(told === null ? [] : world.members.map(({ group }) => group)),
      ...(told === null ? [] : world.accounts.flatMap(({ account }) => account.groups ?? []).filter(isAdministering)),
    ].map((name) => [nameKey(name), name]),
  );
  const namedGroups = world.administratorGroups ?? (target.plugin === 'miniorange-cloud' ? [] : usual);

  const untold: DryRunSums['untold'] = [];
  if (!read.people.isWhole) untold.push({ what: 'people', count: null, message: expect.any(String) as string });
  if (read.people.missing > 0)
    untold.push({ what: 'people', count: read.people.missing, message: expect.any(String) as string });
  if (read.people.isLoose) untold.push({ what: 'people', count: null, message: expect.any(String) as string });
  if (told === null) untold.push({ what: 'accounts', count: null, message: expect.any(String) as string });
  for (const { what, count: of, message } of told?.untold ?? []) untold.push({ what, count: of, message });
  const byRules = rows.filter((row, at) => {
    const person = people[at];
    return row.outcome === 'not-certain' && person !== undefined && !unlooked.has(person);
  }).length;
  if (byRules > 0) untold.push({ what: 'rules', count: byRules, message: expect.any(String) as string });

  const sums: DryRunSums = {
    people: people.length,
    accounts: told === null ? null : accounts.length,
    activeAccounts: told === null ? null : accounts.filter(({ active }) => active).length,
    outcomes: Object.fromEntries(
      personOutcomes.map((outcome) => [outcome, count((row) => row.outcome === outcome)]),
    ) as DryRunSums['outcomes'],
    getIn: open.getIn,
    lockedOut: count(({ lockedOut }) => lockedOut),
    administrators: {
      accessOpen: open.access,
      groupsOpen: open.groups,
      total: told?.isWhole && isToldOfAll ? activeAdministrators : null,
      lockedOut: count(({ administrator, lockedOut }) => administrator === true && lockedOut),
      losingGroups: count(({ administrator, groupsLost }) => administrator === true && groupsLost.length > 0),
      losingRights: count(({ administrator, losesRights }) => administrator === true && losesRights),
      groups: namedGroups.flatMap((name) => spelled.get(nameKey(name)) ?? (told?.groupsThere ? [] : [name])),
    },
    onlyInTarget:
      told === null || !read.people.isWhole || (!told.isWhole && accounts.length === 0)
        ? null
        : {
            total: unreached.length,
            active: unreached.filter(({ active }) => active).length,
            administrators: unreached.filter(({ active, administrator }) => active && administrator).length,
          },
    refused: counted(rows.map(({ cause }) => cause)),
    refusedWithAccount: counted(rows.map(({ cause, lockedOut }) => (lockedOut ? cause : null))),
    changes: { username: 0, email: 0, fullName: 0, ...counted(changed.map(({ field }) => field)) },
    emailCapitals: capitals.size,
    collisions: {
      people: colliding.length + (literal > 1 ? literal : 0),
      accounts: new Set(colliding.map(({ key }) => key)).size + (literal > 1 ? 1 : 0),
    },
    sharedEmails: {
      people: withEmail.length,
      emails: new Set(withEmail.map((person) => certain(person.read.email)?.toLowerCase())).size,
    },
    nearUsernames: {
      people: looking.length,
      names: new Set(looking.map((person) => nearKey(nameKey(certain(person.read.username) ?? '')))).size,
    },
    withoutUsername: alive.filter(({ read: { username } }) => username.certain && certain(username) === null).length,
    withoutEmail: alive.filter(({ read: { email } }) => email.certain && certain(email) === null).length,
    barredWithAccount: count(({ outcome, existing }) => outcome === 'barred' && existing?.active === true),
    outsideTags: { people: 0, withAccount: 0 },
    groups: {
      losing: count(({ groupsLost }) => groupsLost.length > 0),
      gaining: count(({ groupsGained }) => groupsGained.length > 0),
      lost: named(rows.map(({ groupsLost }) => groupsLost)),
      gained: named(rows.map(({ groupsGained }) => groupsGained)),
      unknownInTarget: told?.groupsThere
        ? (unknown
            .sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1))
            .slice(0, 50)
            .map((one) => expect.objectContaining(one)) as NonNullable<DryRunSums['groups']['unknownInTarget']>)
        : null,
      unknownInSource:
        !read.people.isWhole || isGroupsUnsure
          ? null
          : isManual
            ? [...new Set(Object.values(rules.groupMapping ?? {}).flat())].filter((name) => !sent.has(name))
            : [],
      emptied: count(
        ({ groupsLost, groupsGained, existing }) =>
          groupsLost.length > 0 && groupsGained.length === 0 && existing?.groups?.length === groupsLost.length,
      ),
    },
    noApplicationAccess: isAccessUntold ? null : count(({ noApplicationAccess }) => noApplicationAccess),
    noAccessToday: isAccessUntold ? null : withoutToday,
    seats:
      applications.length === 0
        ? null
        : applications.map(({ name, gaining, seatsLeft }) => ({ application: name, gaining, left: seatsLeft })),
    inactive: count(({ cause }) => cause === 'inactive'),
    readOnly: rows.filter((row, at) => {
      const person = people[at];
      return (
        person !== undefined &&
        reached.has(person) &&
        row.existing?.readOnly === true &&
        ['unchanged', 'updated', 'not-certain'].includes(row.outcome)
      );
    }).length,
    doubled: doubled.size,
    usernamePattern:
      rules.usernamePattern !== null && world.engine?.(rules.usernamePattern).kind === 'ready'
        ? {
            matched: patterns.filter(({ isMatch }) => isMatch).length,
            unmatched: patterns.filter(({ isMatch }) => !isMatch).length,
            changed: patterns.filter(({ isChanged }) => isChanged).length,
          }
        : null,
    reading: {
      repeated: read.people.repeated,
      missing: read.people.missing,
      nameless: read.people.nameless,
      isLoose: read.people.isLoose,
    },
    untold,
  };
  return { rows: [...rows, ...accountRows], sums };
};
