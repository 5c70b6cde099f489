import type { Mapping, PersonVerdict, Trail, TrailField, TrailStep } from '../contract/mapping';
import { productNames, type Target } from '../contract/target';
import { atlassianDcReader } from './atlassian-dc-rules';
import type { ClaimAccess } from './claim-access';
import type { Existing, PersonFacts, Rulings, Unlisted } from './decision';
import { isBlank, type PersonReader, type PersonReading, step } from './field-reading';
import { groupSyncOf } from './group-sync';
import { judgeOf } from './judge-person';
import { miniorangeReader } from './miniorange-rules';
import { type PatternEngine, withoutEngine } from './pattern-rule';
import { plainReader } from './plain-rules';
import { keyFieldOf, type Rules, rulesOf } from './rules-of';
import { nameKey } from './same-name';

export type MapperOptions = {
  /** Runs regular expressions as Java would; without it, what hangs on one is not certain. */
  engine?: PatternEngine;
  /** Names of all groups of the product; left out where they were not read. */
  groupsThere?: Iterable<string>;
  /** How many accounts do not show their e-mail. */
  hiddenEmails?: number;
  /** Why an account is `unknown`; left out: nobody looked. */
  unlisted?: Unlisted;
};

/** What a plugin looks an account up by. */
export type LookedFor = { by: 'username' | 'email'; value: string };

/** A mapping made ready for many people. The same rules decide with a trail and without. */
export type Mapper = {
  /** What the plugin reads of a sign-in, before it is held against an account. */
  read: (claims: ClaimAccess) => PersonReading;
  /** What the plugin would look an account up by; null where that is nothing, or not certain. */
  lookedFor: (read: PersonReading) => LookedFor | null;
  /** What a sign-in that was read does to an account. */
  judge: (claims: ClaimAccess, read: PersonReading, existing: Existing, facts?: PersonFacts) => PersonVerdict;
  /** How all of it comes about. */
  trail: (claims: ClaimAccess, existing: Existing, facts?: PersonFacts) => Trail;
};

/** Compiles a mapping for a plugin. Pure; runs in the browser too. */
export const makeMapper = (mapping: Mapping, target: Target, options: MapperOptions = {}): Mapper => {
  const rules = rulesOf(mapping, target.plugin);
  const product = productNames[target.product];
  const groupsThere = options.groupsThere === undefined ? null : new Set([...options.groupsThere].map(nameKey));
  const rulings: Rulings = {
    target,
    rules,
    domains: new Set(rules.allowedDomains),
    syncGroups: groupSyncOf(target.plugin, mapping, rules, groupsThere, product),
    hiddenEmails: options.hiddenEmails ?? 0,
    unlisted: options.unlisted ?? 'all',
  };
  const reader = readerOf(mapping, target, rules, options.engine ?? withoutEngine);
  const judge = judgeOf(rulings);
  const by = keyFieldOf(rules, target.plugin);
  return {
    read: (claims) => ({
      username: reader.username(claims, null),
      email: reader.email(claims, null),
      fullName: reader.fullName(claims, null),
      groups: reader.groups?.(claims, null) ?? null,
    }),
    lookedFor: (read) => {
      const { value, certain, stops } = read[by];
      return certain && stops === null && typeof value === 'string' && !isBlank(value) ? { by, value } : null;
    },
    judge: (claims, read, existing, facts = {}) => judge(claims, read, existing, facts),
    trail: (claims, existing, facts = {}) => {
      const fields = fieldNames.flatMap((field): ReadField[] => {
        const steps: TrailStep[] = [];
        const read = reader[field]?.(claims, steps);
        return read ? [{ field, steps, read }] : [];
      });
      const of = (name: TrailField['field']) => fields.find(({ field }) => field === name)?.read;
      const { username, email, fullName } = { username: of('username'), email: of('email'), fullName: of('fullName') };
      if (!username || !email || !fullName) throw new RangeError('Every plugin reads username, e-mail and full name.');
      const verdict = judge(claims, { username, email, fullName, groups: of('groups') ?? null }, existing, facts);
      return { fields: fields.map((one) => withAccount(one, existing, verdict, product)), ...verdict };
    },
  };
};

const readerOf = (mapping: Mapping, target: Target, rules: Rules, engine: PatternEngine): PersonReader => {
  switch (target.plugin) {
    case 'miniorange':
      return miniorangeReader(mapping, rules, engine);
    case 'atlassian-dc':
      return atlassianDcReader(mapping);
    case 'miniorange-cloud':
      // It bridges to SAML, by rules that no public source tells but for the e-mail.
      return plainReader(mapping, { email: true, others: false });
    case 'other':
      return plainReader(mapping, { email: true, others: true });
  }
};

const fieldNames = ['username', 'email', 'fullName', 'groups'] as const;
type ReadField = { field: TrailField['field']; steps: TrailStep[]; read: PersonReading['username'] };

/** A field with its last step: what stands in the account afterwards. */
const withAccount = (
  { field, steps, read }: ReadField,
  existing: Existing,
  verdict: PersonVerdict,
  product: string,
): TrailField => {
  const value = typeof read.value === 'object' && read.value !== null ? [...read.value] : read.value;
  const told: TrailField = { field, steps, value, certain: read.certain };
  const { outcome } = verdict;
  if (outcome === 'refused' || outcome === 'barred' || outcome === 'collides' || outcome === 'not-certain') return told;
  const account = typeof existing === 'object' ? existing : null;
  const before = account === null ? null : account[field];
  const was = Array.isArray(before) ? before.join(', ') : before;
  const becomes = field === 'groups' ? groupsAfter(account?.groups ?? null, verdict) : read.value;
  if (typeof becomes !== 'string') return told;
  const note =
    account === null ? 'new account' : was === null ? 'not read' : was === becomes ? 'unchanged' : `was ${was}`;
  return { ...told, steps: [...steps, step('account', product, becomes, note)] };
};

/** Null where nothing is done to groups. */
const groupsAfter = (has: readonly string[] | null, { groupsGained, groupsLost }: PersonVerdict): string | null => {
  if (groupsGained.length + groupsLost.length === 0) return null;
  const lost = new Set(groupsLost);
  return [...(has ?? []).filter((name) => !lost.has(name)), ...groupsGained].join(', ');
};
