import type { Claims } from '../../contract/mapping';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { groupModeOf } from '../../mapping/miniorange-groups';
import { rulesOf } from '../../mapping/rules-of';
import { nameKey } from '../../mapping/same-name';
import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';
import { headlineOf, ofPeople, withWho } from '../directory/harm';
import { claimsAsked, findAsked } from './claims-asked';

/**
 * Names of the group mapping that Casdoor sends of nobody who was seen. miniOrange compares them exactly (rule 8). Groups
 * alone are told by a page of the directory; roles and permissions are not.
 */
export const groupUnknownInSource = defineCheck({
  id: 'group-unknown-in-source',
  area: 'mapping',
  title: 'Names of the group mapping',
  heading: 'Mapped groups that Casdoor sends of nobody',
  severity: 'serious',
  needs: ['application', 'people'],
  asks: ['mapping'],
  after: ['group-claim-missing', 'token-format-unknown', 'organization-empty'],
  why: 'Names are compared exactly, so such a name brings nobody into its group, and a sign-in takes out whoever is in it.',
  fix: 'In the plugin open User Groups and write the names as Casdoor sends them, with the organization in front.',
  ofEverybody(directory, { mapping, target }, facts) {
    const { people, groups } = directory;
    const unseen = groups.unknownInSource;
    const rules = mapping === null ? null : rulesOf(mapping, target.plugin);
    if (unseen === null || rules === null || groupModeOf(rules) !== 'manual') return null;
    const sent = facts.people === undefined ? new Set<string>() : sentOf(facts.people.users);
    const lost = new Map(groups.lost.map((group) => [nameKey(group.name), group]));
    const unknown = Object.entries(rules.groupMapping ?? {}).flatMap(([group, names]) =>
      names
        .filter((name) => unseen.includes(name))
        .map((name) => ({ group, name, near: nearest(name, sent), losing: lost.get(nameKey(group))?.people ?? 0 })),
    );
    const [most] = [...unknown].sort((one, other) => other.losing - one.losing);
    if (most === undefined) return pass();
    const near = unknown.find((one) => one.near !== null);
    const { name, group, losing } = most.losing === 0 && near !== undefined ? near : most;
    const values = { name, group, losing, near: near?.near ?? '', people, count: unknown.length };
    const particulars = {
      detail: {
        kind: 'list' as const,
        label: 'Mapped, and sent of nobody',
        items: unknown.slice(0, 50).map((one) => ({
          text: one.name,
          note: one.losing === 0 ? `into ${one.group}` : `into ${one.group}, taken away ${ofPeople(one.losing)}`,
        })),
      },
      copy: near?.near == null ? [] : [{ label: 'As it arrives', text: near.near }],
    };
    if (losing > 0)
      return fail(
        withWho(
          '{name} leads into {group}, and nobody in Casdoor has a group of this name: {losing, plural, one {# person is} other {# people are}} taken out of {group}. Of the mapped names {count, plural, one {# is} other {# are}} sent of nobody.',
        ),
        values,
        {
          ...particulars,
          headline: headlineOf(
            directory,
            '{losing, plural, one {# person} other {# people}} would be taken out of a group',
            values,
          ),
        },
      );
    if (near !== undefined)
      return fail(
        '{name} leads into {group}, and Casdoor sends {near}. Of the mapped names {count, plural, one {# is} other {# are}} sent of nobody.',
        values,
        particulars,
      );
    return warn(
      '{name} leads into {group}, and none of {people, plural, one {# person} other {# people}} has a group of this name.',
      values,
      particulars,
    );
  },
  evaluate({ application, people }, { mapping, target }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const rules = rulesOf(mapping, target.plugin);
    const asked = claimsAsked(mapping, target).find(({ field }) => field === 'groups');
    if (asked === undefined || groupModeOf(rules) !== 'manual') return notApplicable('No names of groups are mapped.');
    if (rules.groupPattern !== null)
      return notApplicable('Names go through a regular expression first, which is not run here.');
    const [found] = findAsked(asked, format, application);
    if (found?.key !== 'groups') return notApplicable('A page of the directory tells groups, and no roles.');
    const sent = sentOf(people.users);
    const unknown = Object.entries(rules.groupMapping ?? {}).flatMap(([group, names]) =>
      names.filter((name) => !sent.has(name)).map((name) => ({ group, name, near: nearest(name, sent) })),
    );
    const [first] = unknown;
    if (first === undefined) return pass();
    const values = {
      name: first.name,
      group: first.group,
      near: first.near ?? '',
      seen: people.users.length,
      total: people.total,
      count: unknown.length,
    };
    const particulars = {
      detail: {
        kind: 'list' as const,
        label: 'Mapped, and sent of nobody',
        items: unknown.slice(0, 50).map(({ group, name, near }) => ({
          text: name,
          note: near === null ? `into ${group}` : `into ${group}; Casdoor sends ${near}`,
        })),
      },
      copy: unknown.slice(0, 5).flatMap(({ near }) => (near === null ? [] : [{ label: 'As it arrives', text: near }])),
    };
    if (first.near !== null)
      return fail(
        '{name} leads into {group}, and Casdoor sends {near}. Of the mapped names {count, plural, one {# is} other {# are}} sent of nobody seen.',
        values,
        particulars,
      );
    // Whoever is further down may have the group.
    if (people.total > people.users.length)
      return pass(
        '{name} was not seen among the groups of the first {seen} of {total} people; others were not looked at.',
        values,
      );
    return warn(
      '{name} leads into {group}, and none of the {seen} people has a group of this name.',
      values,
      particulars,
    );
  },
});

/** A name that differs by capitals, blanks or the organization in front alone; null where there is none. */
const nearest = (name: string, sent: ReadonlySet<string>): string | null => {
  const bare = (one: string) =>
    one
      .slice(one.lastIndexOf('/') + 1)
      .trim()
      .toLowerCase();
  return [...sent].find((one) => bare(one) === bare(name)) ?? null;
};

const sentOf = (users: readonly Claims[]): Set<string> =>
  new Set(
    users.flatMap(({ groups }) =>
      Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [],
    ),
  );
