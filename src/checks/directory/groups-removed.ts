import { defineCheck, fail } from '../define-check';
import { groupsTaken, headlineOf, passIfTold, withWho } from './harm';
import { groupsKept } from './remedies';

/** Groups that first sign-ins take away. */
export const groupsRemoved = defineCheck({
  id: 'groups-removed',
  area: 'directory',
  title: 'Groups that people have today',
  heading: 'People would lose groups',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['group-claim-missing', 'group-unknown-in-source', 'group-prefix', 'groups-emptied'],
  why: 'With a group goes what only its members see and do in {product}, the use of {product} itself among it.',
  fix: 'In the plugin open User Groups and turn on “Keep Existing Users Groups”: then no sign-in takes a group away, from anybody.',
  evaluate({ directory, everybodyTold }, given) {
    const { losing, lost } = directory.groups;
    if (losing === 0) return passIfTold(everybodyTold, 'Nobody loses one.');
    const [most] = lost;
    const values = { losing, group: most?.name ?? '', count: lost.length };
    return fail(
      withWho(
        most === undefined
          ? '{losing, plural, one {# person} other {# people}} would be taken out of groups.'
          : '{losing, plural, one {# person} other {# people}} would be taken out of {count, plural, one {# group} other {# groups}}, most of them out of {group}.',
      ),
      values,
      {
        headline: headlineOf(directory, '{losing, plural, one {# person} other {# people}} would lose groups', values),
        fix: groupsKept(given),
        ...groupsTaken(lost),
      },
    );
  },
});
