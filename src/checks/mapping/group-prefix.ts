import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
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
          why: {
            text: 'The plugin makes groups match exactly: at their next sign-in these people lose every group that they have in {product}.',
            values: {},
          },
          fix: {
            text: 'Clear the field {label} of the plugin, or have tokens carry names without the organization: roles do, with a row under “Token attributes” of {application} in format JWT-Custom.',
            values: { label: asked.label },
          },
        },
      );
    return fail(
      '{claim} holds {example}, where {product} perhaps has {bare}. Of {seen} people looked at, {count, plural, one {# has} other {# have}} such groups.',
      values,
      { detail, copy: names.slice(0, 5).map((text) => ({ label: 'As it arrives', text })) },
    );
  },
});
