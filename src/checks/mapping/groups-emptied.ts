import { defineCheck, fail, notApplicable } from '../define-check';
import { groupsTaken, headlineOf, passIfTold, withWho } from '../directory/harm';
import { groupsKept } from '../directory/remedies';

/** Rule 8 of miniOrange, and the exact sync of Atlassian's own SSO: a sign-in without groups takes away those there are. */
export const groupsEmptied = defineCheck({
  id: 'groups-emptied',
  area: 'mapping',
  title: 'Groups that are left after a sign-in',
  heading: 'Sign-ins would take every group away from some people',
  severity: 'serious',
  needs: [],
  uses: ['everybodyTold'],
  asks: ['mapping'],
  repeats: ['group-claim-missing', 'group-prefix'],
  why: 'Their sign-ins bring no group that leads anywhere, and the plugin takes away what a sign-in does not bring.',
  fix: 'In the plugin open User Groups and turn on “Keep Existing Users Groups”: then no sign-in takes a group away, from anybody.',
  // Without a dry run this mapping is not incomplete for want of one.
  evaluate: () => notApplicable('Only a dry run of the directory tells.'),
  ofEverybody(directory, given, { everybodyTold }) {
    if (given.mapping?.groups == null) return notApplicable('No groups are mapped.');
    const { emptied, losing, lost } = directory.groups;
    if (emptied === 0) return passIfTold(everybodyTold, 'Nobody loses all of them.');
    const values = { emptied, losing };
    return fail(
      withWho(
        emptied >= losing
          ? '{emptied, plural, one {# person} other {# people}} would be left without any group in {product}.'
          : '{emptied, plural, one {# person} other {# people}} would be left without any group in {product}, of {losing} who lose some.',
      ),
      values,
      {
        headline: headlineOf(
          directory,
          '{emptied, plural, one {# person} other {# people}} would lose every group',
          values,
        ),
        fix: groupsKept(given),
        ...groupsTaken(lost),
      },
    );
  },
});
