import { defineCheck, fail, pass } from '../define-check';
import { withWho } from './harm';

/** Casdoor lets nobody in whom it forbids or has deleted, whatever the plugin does. */
export const userForbidden = defineCheck({
  id: 'user-forbidden',
  area: 'directory',
  title: 'People whom Casdoor bars',
  heading: 'People whom Casdoor bars still have an active account',
  severity: 'advice',
  needs: ['directory'],
  why: 'Through Casdoor they get in no more, and by the password of {product} they still do, as long as that way is open.',
  fix: 'In {product} deactivate the accounts of those who have left; in Casdoor turn off “Is forbidden” for those who have not.',
  evaluate({ directory }) {
    // Whom the tags of the application keep out is a finding of its own.
    const { outsideTags } = directory;
    const barred = directory.outcomes.barred - outsideTags.people;
    const barredWithAccount = directory.barredWithAccount - outsideTags.withAccount;
    const values = { barred, barredWithAccount };
    if (barredWithAccount > 0)
      return fail(
        withWho(
          'Casdoor forbids or has deleted {barred, plural, one {# person} other {# people}}, of whom {barredWithAccount, plural, one {# still has} other {# still have}} an active account in {product}.',
        ),
        values,
      );
    if (barred === 0) return pass('Casdoor bars nobody.');
    return pass(
      'Casdoor forbids or has deleted {barred, plural, one {# person} other {# people}}; no active account of theirs is known.',
      values,
    );
  },
});
