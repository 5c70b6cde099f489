import { nameKey } from '../../mapping/same-name';
import { cannotTell, defineCheck, fail, pass } from '../define-check';
import { areBothRead } from '../evidence';
import { groupsTaken, headlineOf, withWho } from './harm';
import { groupsKept } from './remedies';

/** Administrators whom their first sign-in takes out of groups: of those that administer, or of others. */
export const administratorLosesGroups = defineCheck({
  id: 'administrator-loses-groups',
  area: 'directory',
  title: 'Groups of administrators',
  heading: 'Administrators would lose their rights',
  severity: 'serious',
  needs: ['directory'],
  uses: ['administratorsTold'],
  why: 'At their first sign-in they are taken out of a group that administers {product}, and cannot put themselves back.',
  fix: 'In the plugin open User Groups and turn on “Keep Existing Users Groups”: then no sign-in takes a group away, from anybody.',
  evaluate({ directory, administratorsTold }, given) {
    const { losingRights, losingGroups, groups } = directory.administrators;
    const values = { losingRights, losingGroups, total: administratorsTold ?? 0 };
    const administering = new Set(groups.map(nameKey));
    const lost = directory.groups.lost.filter(({ name }) => losingRights === 0 || administering.has(nameKey(name)));
    const particulars = {
      fix: groupsKept(given),
      ...groupsTaken(lost),
    };
    if (losingRights > 0)
      return fail(
        withWho(
          administratorsTold === undefined
            ? '{losingRights, plural, one {# administrator} other {# administrators}} would be taken out of a group that administers {product}. Whether there are more could not be told.'
            : 'Of {total, plural, one {# administrator} other {# administrators}} {losingRights} would be taken out of a group that administers {product}.',
        ),
        values,
        { ...particulars, headline: headlineOf(directory, 'Administrators would lose their rights') },
      );
    if (losingGroups > 0)
      return fail(
        withWho(
          '{losingGroups, plural, one {# administrator} other {# administrators}} would be taken out of groups, none of which administers {product}.',
        ),
        values,
        {
          ...particulars,
          heading: { text: 'Administrators would lose groups', values: {} },
          headline: headlineOf(directory, 'Administrators would lose groups'),
          why: { text: 'They keep their rights and lose what only members of these groups see or do.', values: {} },
        },
      );
    if (administratorsTold === undefined) return cannotTell('administratorsTold');
    // Of others it may not be certain; of administrators it is.
    if (!areBothRead(directory) || directory.administrators.groupsOpen > 0)
      return cannotTell('administratorGroupsTold');
    return pass('None of {total, plural, one {# administrator} other {# administrators}} would lose a group.', values);
  },
});
