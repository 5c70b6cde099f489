import type { DryRunSums } from '../../contract/dry-run';
import { groupModeOf } from '../../mapping/miniorange-groups';
import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';
import { headlineOf, ofPeople } from '../directory/harm';

type UnknownGroup = NonNullable<DryRunSums['groups']['unknownInTarget']>[number];

/** Groups that the mapping leads into, or that Casdoor sends, and that Jira or Confluence does not have. */
export const groupUnknownInTarget = defineCheck({
  id: 'group-unknown-in-target',
  area: 'mapping',
  title: 'Groups that Jira or Confluence has',
  heading: 'The mapping leads into groups that {product} does not have',
  severity: 'serious',
  needs: [],
  asks: ['mapping'],
  after: ['group-claim-missing'],
  why: 'Whoever is to be in such a group is in none, and is taken out of what they had.',
  fix: 'In the plugin open User Groups and choose the group as {product} spells it, or create it there.',
  // Without a dry run this mapping is not incomplete for want of one.
  evaluate: () => notApplicable('Only a dry run of the directory tells.'),
  ofEverybody(directory, { mapping, target }) {
    const unknown = directory.groups.unknownInTarget;
    if (mapping === null || mapping.groups === null) return notApplicable('No groups are mapped.');
    if (unknown === null) return notApplicable('Which groups {product} has was not read.');
    const rules = rulesOf(mapping, target.plugin);
    const mode = target.plugin === 'atlassian-dc' && rules.createUsers ? 'on-the-fly' : groupModeOf(rules);
    if (mode === 'off') return notApplicable('The plugin puts nobody into groups by what Casdoor sends.');
    const isManual = mode === 'manual';
    if (!isManual && rules.createGroups) return notApplicable('The plugin makes the groups that {product} lacks.');
    // The organization in front is a finding of its own where names are taken as they arrive.
    const named = isManual ? unknown : unknown.filter(({ by }) => by !== 'prefix');
    const [first] = named;
    if (first === undefined) return pass();
    const near = named.find(({ nearest }) => nearest !== null);
    const values = {
      name: (near ?? first).name,
      nearest: near?.nearest ?? '',
      count: named.length,
    };
    const particulars = {
      detail: { kind: 'list' as const, label: 'Groups that are not there', items: named.map(itemOf) },
      copy: named
        .slice(0, 5)
        .flatMap(({ nearest }) => (nearest === null ? [] : [{ label: 'As it is there', text: nearest }])),
    };
    if (isManual)
      return fail(
        near === undefined
          ? '{product} has no group {name}. Of the mapped groups {count, plural, one {# is} other {# are}} not there.'
          : '{product} has no group {name}, and has {nearest}. Of the mapped groups {count, plural, one {# is} other {# are}} not there.',
        values,
        { ...particulars, headline: headlineOf(directory, 'The mapping leads into groups that are not there') },
      );
    return warn(
      near === undefined
        ? 'Casdoor sends {count, plural, one {# group} other {# groups}} that {product} does not have, such as {name}.'
        : 'Casdoor sends {count, plural, one {# group} other {# groups}} that {product} does not have, such as {name}, where {product} has {nearest}.',
      values,
      {
        ...particulars,
        severity: 'advice',
        heading: { text: 'Casdoor sends groups that {product} does not have', values: {} },
        why: {
          text: 'These groups bring nobody anything in {product}, which is right where they are meant for other things.',
          values: {},
        },
        fix: { text: 'Create those in {product} that are to count there, spelled as they arrive.', values: {} },
      },
    );
  },
});

const itemOf = ({ name, people, nearest }: UnknownGroup) => ({
  text: name,
  note: [people === 0 ? null : ofPeople(people), nearest === null ? null : `there is ${nearest}`]
    .filter((each) => each !== null)
    .join('; '),
});
