import type { ClaimSource } from '../contract/mapping';
import type { ClaimAccess } from './claim-access';
import { type FieldReader, type FieldReading, reading, type Steps, step, textsOf } from './field-reading';
import { lookUp } from './miniorange-lookup';
import { type PatternEngine, putThrough, type ReadyPattern } from './pattern-rule';
import type { Rules } from './rules-of';

/** How miniOrange makes groups of an account out of the names that Casdoor sends. */
export type GroupMode = 'off' | 'manual' | 'on-the-fly';

export const groupModeOf = (rules: Rules): GroupMode => {
  if (rules.onTheFlyGroups) return 'on-the-fly';
  return rules.groupMapping === null ? 'off' : 'manual';
};

/**
 * The local groups that a sign-in asks for: claim, regular expression, group mapping. Without a group mapping, the
 * names as they arrive, which then lead nowhere. Null where the sign-in has no groups.
 */
export const miniorangeGroups = (
  source: ClaimSource,
  claim: string,
  rules: Rules,
  engine: PatternEngine,
): FieldReader => {
  const pattern = rules.groupPattern === null ? null : engine(rules.groupPattern);
  const mode = groupModeOf(rules);
  const mapped = localGroups(rules.groupMapping ?? {});
  return (claims, steps) => {
    const arrived = asTheyArrive(source, claim, claims, steps);
    if (!Array.isArray(arrived.value)) return arrived;
    const sent: readonly string[] = arrived.value;
    const names =
      pattern === null ? arrived : throughPattern(pattern, rules.groupPattern ?? '', sent, mode, mapped, steps);
    const certain = arrived.certain && names.certain;
    const list = Array.isArray(names.value) ? names.value : [];
    return mode === 'manual' ? mappedTo(mapped, list, certain, steps) : named(list, certain, steps);
  };
};

type LocalGroups = ReadonlyMap<string, readonly string[]>;

/** Local groups by the name that leads into them. Names are compared exactly (rule 8). */
const localGroups = (groupMapping: Readonly<Record<string, readonly string[]>>): LocalGroups => {
  const byName = new Map<string, string[]>();
  for (const [group, names] of Object.entries(groupMapping))
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), group]);
  return byName;
};

const asTheyArrive = (source: ClaimSource, claim: string, claims: ClaimAccess, steps: Steps): FieldReading => {
  const { value, text, certain } = lookUp(source, claim, claims, steps);
  if (value === undefined) return reading(null, certain);
  if (Array.isArray(value)) {
    const names = textsOf(value);
    if (names.length === value.length) return reading(names, certain);
    steps?.push(step('rule', 'A list of objects', null, 'What the plugin makes of an object is not known.'));
    return reading(names, false);
  }
  if (text === null) {
    steps?.push(step('rule', 'An object', null, 'What the plugin makes of an object is not known.'));
    return reading([], false);
  }
  // Whether it is one name, or several in a row, is not known.
  steps?.push(step('rule', 'A text where a list is usual', text));
  return reading(text.trim() === '' ? [] : [text], false);
};

/**
 * The regular expression of the group attribute, taken to work as that of the username. Whether a name in which nothing
 * matches stays or goes is not known, which matters only where the name itself would lead somewhere.
 */
const throughPattern = (
  pattern: ReadyPattern,
  written: string,
  sent: readonly string[],
  mode: GroupMode,
  mapped: LocalGroups,
  steps: Steps,
): FieldReading => {
  let isCertain = true;
  const names = sent.map((name) => {
    const { value, isMatch, certain } = putThrough(pattern, written, name, steps);
    const leadsSomewhere = mode === 'on-the-fly' || (mode === 'manual' && mapped.has(name));
    isCertain &&= certain && (isMatch || !leadsSomewhere);
    return value;
  });
  return reading(names, isCertain);
};

const mappedTo = (mapped: LocalGroups, names: readonly string[], certain: boolean, steps: Steps): FieldReading => {
  const groups: string[] = [];
  for (const name of names) {
    const into = mapped.get(name);
    if (into !== undefined) for (const group of into) if (!groups.includes(group)) groups.push(group);
    steps?.push(
      step('rule', 'Group mapping', into?.join(', ') ?? null, into ? name : `${name} is not among the mapped names.`),
    );
  }
  const { value, stops } = named(groups, certain, steps);
  return { value, certain, stops, arrived: names };
};

const named = (names: readonly string[], certain: boolean, steps: Steps): FieldReading => {
  steps?.push(step('value', 'Groups', names.join(', ')));
  return reading(names, certain);
};
