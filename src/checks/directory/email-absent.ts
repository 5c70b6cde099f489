import { defineCheck, fail, warn } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';
import { emailFilledIn } from './remedies';

/** miniOrange creates no account without an e-mail (rule 7); who is found by it is not found without. */
export const emailAbsent = defineCheck({
  id: 'email-absent',
  area: 'directory',
  title: 'An e-mail for everybody',
  heading: 'Some people have no e-mail',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['claim-never-issued', 'claim-nested'],
  why: 'Without an e-mail the plugin finds or creates no account for them, and refuses them.',
  fix: 'In Casdoor open Users and fill in “Email” for these people.',
  handOver:
    'At {address} {absent, plural, one {# person has} other {# people have}} no e-mail, and {product} lets nobody in without. Can you fill it in for them?',
  evaluate({ directory, everybodyTold }) {
    const absent = directory.refused['no-email'] ?? 0;
    const withAccount = directory.refusedWithAccount['no-email'] ?? 0;
    const { withoutEmail } = directory;
    const values = { absent, withAccount, withoutEmail };
    if (absent > 0)
      return fail(
        withWho(
          withAccount === 0
            ? '{absent, plural, one {# person is} other {# people are}} refused because {product} gets no e-mail of them.'
            : '{absent, plural, one {# person is} other {# people are}} refused because {product} gets no e-mail of them; {withAccount, plural, one {# of them has} other {# of them have}} an account today.',
        ),
        values,
        {
          headline: headlineOf(
            directory,
            '{absent, plural, one {# person} other {# people}} would be refused for want of an e-mail',
            values,
          ),
          fix: emailFilledIn,
        },
      );
    if (withoutEmail > 0)
      return warn(
        withWho(
          '{withoutEmail, plural, one {# person has} other {# people have}} no e-mail, and nobody is refused for that.',
        ),
        values,
        {
          severity: 'advice',
          why: { text: 'They get no mail from {product}.', values: {} },
          handOver: null,
        },
      );
    return passIfTold(everybodyTold, 'Everybody has one.');
  },
});
