import type { Mapping } from '../../contract/mapping';
import type { Target } from '../../contract/target';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { groupModeOf } from '../../mapping/miniorange-groups';
import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { headlineOf, ofPeople, withWho } from '../directory/harm';
import { claimsAsked, findAsked } from './claims-asked';

/** Casdoor 3.158 sends a group as `organization/name` in all its answers. Nothing in Jira or Confluence is called so. */
export const groupPrefix = defineCheck({
  id: 'group-prefix',
  area: 'mapping',
  title: 'Names of the groups',
  heading: 'Groups arrive with the organization in front',
  severity: ({ target }) => (target.plugin === 'atlassian-dc' ? 'serious' : 'advice'),
  needs: ['application', 'people'],
  asks: ['mapping'],
  after: ['group-claim-missing', 'token-format-unknown'],
  why: 'Group names are compared as a whole: mapped without the organization, a group brings nobody anything.',
  fix: 'In the plugin map the names as they arrive, with the organization in front, or make groups of these names in {product}.',
  ofEverybody(directory, { mapping, target }) {
    const { unknownInTarget, losing, lost } = directory.groups;
    if (mapping === null || unknownInTarget === null) return null;
    if (!takesNamesAsTheyArrive(mapping, target)) return null;
    const prefixed = unknownInTarget.filter(({ by, nearest }) => by === 'prefix' && nearest !== null);
    const [first] = prefixed;
    if (first === undefined) return pass();
    const values = {
      name: first.name,
      nearest: first.nearest ?? '',
      count: prefixed.length,
      losing,
      group: lost[0]?.name ?? '',
      label: labelOf(mapping, target),
    };
    return fail(
      losing === 0
        ? '{count, plural, one {# group arrives} other {# groups arrive}} with the organization in front, such as {name}, where {product} has {nearest}. Nobody loses a group.'
        : withWho(
            '{count, plural, one {# group arrives} other {# groups arrive}} with the organization in front, such as {name}, where {product} has {nearest}. {losing, plural, one {# person loses} other {# people lose}} groups, most of them {group}.',
          ),
      values,
      {
        severity: 'serious',
        headline: headlineOf(
          directory,
          losing === 0
            ? 'Groups in Casdoor bring nobody anything'
            : '{losing, plural, one {# person} other {# people}} would lose groups',
          values,
        ),
        detail: {
          kind: 'list',
          label: 'Groups as they arrive',
          items: prefixed.map(({ name, people, nearest }) => ({
            text: name,
            note: `${ofPeople(people)}; there is ${nearest}`,
          })),
        },
        ...(target.plugin === 'atlassian-dc' ? exactly : losing > 0 && { why: takenAway }),
      },
    );
  },
  evaluate({ application, people }, { mapping, target }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const asked = claimsAsked(mapping, target).find(({ field }) => field === 'groups');
    if (asked === undefined) return notApplicable('No groups are mapped.');
    const { groupMapping, groupPattern } = rulesOf(mapping, target.plugin);
    // Which of the mapped names are sent is another finding; a pattern may take the organization away.
    if (groupMapping !== null || groupPattern !== null) return notApplicable('Names are mapped one by one.');
    const [found] = findAsked(asked, format, application);
    // Roles, and attributes of the administrator's own making, come without a prefix.
    if (found?.key !== 'groups') return pass();
    const members = people.users.map(({ groups }) =>
      Array.isArray(groups)
        ? groups.filter((group): group is string => typeof group === 'string' && group.includes('/'))
        : [],
    );
    const names = [...new Set(members.flat())].sort();
    const [example] = names;
    if (example === undefined) return pass();
    const bare = example.slice(example.indexOf('/') + 1);
    const values = {
      example,
      bare,
      count: members.filter((groups) => groups.length > 0).length,
      seen: people.users.length,
      claim: found.claim,
      label: asked.label,
    };
    const detail = {
      kind: 'list' as const,
      label: 'Groups as they arrive',
      items: names
        .slice(0, 50)
        .map((text) => ({ text, note: `of ${members.filter((groups) => groups.includes(text)).length}` })),
    };
    if (target.plugin === 'atlassian-dc')
      return fail(
        '{claim} holds {example}, where {product} perhaps has {bare}. Of {seen} people looked at, {count, plural, one {# has} other {# have}} such groups.',
        values,
        {
          detail,
          ...exactly,
        },
      );
    return fail(
      '{claim} holds {example}, where {product} perhaps has {bare}. Of {seen} people looked at, {count, plural, one {# has} other {# have}} such groups.',
      values,
      { detail, copy: names.slice(0, 5).map((text) => ({ label: 'As it arrives', text })) },
    );
  },
});

const takenAway = {
  text: 'A sign-in takes people out of every group that it does not bring, and under these names it brings none.',
  values: {},
};

/** What SSO for Atlassian Data Center makes of names that match nothing. */
const exactly = {
  why: {
    text: 'The plugin makes groups match exactly: at their next sign-in these people lose every group that they have in {product}.',
    values: {},
  },
  fix: {
    text: 'Clear the field {label} of the plugin, or have tokens carry names without the organization: roles do, with a row under “Token attributes” of {application} in format JWT-Custom.',
    values: {},
  },
};

const labelOf = (mapping: Mapping, target: Target): string =>
  claimsAsked(mapping, target).find(({ field }) => field === 'groups')?.label ?? '';

/** The plugin puts people into groups of the names that Casdoor sends, and of no others. */
const takesNamesAsTheyArrive = (mapping: Mapping, { plugin }: Target): boolean => {
  const rules = rulesOf(mapping, plugin);
  if (mapping.groups === null || rules.groupPattern !== null) return false;
  return plugin === 'atlassian-dc' ? rules.createUsers : groupModeOf(rules) === 'on-the-fly';
};
