import { cannotTell, defineCheck, fail, pass } from '../define-check';
import { areBothRead } from '../evidence';
import { headlineOf, withWho } from './harm';
import { mostLetIn } from './remedies';

/** Active accounts that administer, and that the sign-in of their owner no longer reaches. */
export const administratorLockedOut = defineCheck({
  id: 'administrator-locked-out',
  area: 'directory',
  title: 'Administrators reach their accounts',
  heading: 'Administrators would be locked out',
  severity: 'serious',
  needs: ['directory'],
  uses: ['administratorsTold'],
  why: 'They would be kept out of {product}, or get in without their rights, and could not put right what goes wrong for others.',
  fix: 'In the plugin choose the claim with the usernames of {product}: the step Mapping ranks them.',
  evaluate({ directory, administratorsTold }, given) {
    const { lockedOut } = directory.administrators;
    const values = { lockedOut, total: administratorsTold ?? 0 };
    if (lockedOut > 0)
      return fail(
        withWho(
          administratorsTold === undefined
            ? '{lockedOut, plural, one {# administrator} other {# administrators}} would no longer reach the account of today. Whether there are more could not be told.'
            : 'Of {total, plural, one {# administrator} other {# administrators}} {lockedOut} would no longer reach the account of today.',
        ),
        values,
        { headline: headlineOf(directory, 'Administrators would be locked out'), fix: mostLetIn(directory, given) },
      );
    if (administratorsTold === undefined) return cannotTell('administratorsTold');
    // Of others it may not be certain; of administrators it is.
    if (!areBothRead(directory) || directory.administrators.accessOpen > 0) return cannotTell('everybodyTold');
    return pass('None of {total, plural, one {# administrator} other {# administrators}} would be locked out.', values);
  },
});
