import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { ownWords } from '../say';

/** Who administers the product is told by its groups, or by the file of accounts; where neither says so, nobody knows. */
export const administratorsUntold = defineCheck({
  id: 'administrators-untold',
  area: 'directory',
  title: 'Who administers Jira or Confluence',
  heading: 'Who administers {product} could not be told',
  severity: 'advice',
  needs: ['directory'],
  uses: ['administratorsTold'],
  explains: ['administratorsTold'],
  why: 'Whether an administrator would be locked out or lose rights then shows at the first sign-in, and not before.',
  fix: 'Name the groups that administer {product}, in the step Directory or with `--admin-groups`, and run it again.',
  evaluate({ directory, administratorsTold }) {
    if (directory.accounts === null)
      return notApplicable('The accounts of {product} were not read, which is another finding.');
    const told = directory.untold.filter(({ what }) => what === 'administrators');
    const items = told.map(({ message }) => ({ text: message }));
    const detail = items.length === 0 ? {} : { detail: { kind: 'list' as const, label: 'What was tried', items } };
    if (administratorsTold === undefined)
      return directory.administrators.total === 0
        ? fail('Nobody was found who administers {product}, and somebody does.', {}, detail)
        : fail('It is not known who of the accounts administers {product}.', {}, detail);
    const [first] = told;
    if (first !== undefined)
      return fail(
        '{total, plural, one {# administrator was} other {# administrators were}} found, and there may be more. {message}',
        { total: administratorsTold, message: ownWords(first.message) },
        { ...detail, heading: { text: 'There may be more administrators of {product}', values: {} } },
      );
    return pass('{total, plural, one {# account administers} other {# accounts administer}} {product}.', {
      total: administratorsTold,
    });
  },
});
